package dev.tidegate.gateway.stream;

import java.nio.charset.StandardCharsets;

/** How events are put on the wire. */
public enum Framing {
    /** Server-sent events. */
    SSE {
        @Override
        public byte[] frame(String event, String id, byte[] json) {
            String head = "event: " + event + "\n" + (id.isEmpty() ? "" : "id: " + id + "\n") + "data: ";
            return joined(head, json, "\n\n");
        }

        @Override
        public byte[] heartbeat(String id) {
            // an id without data moves the reader's Last-Event-ID and dispatches nothing
            return (": heartbeat\nid: " + id + "\n\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] farewell(byte[] json) {
            return joined("event: " + FAREWELL + "\nretry: " + COME_BACK_MILLIS + "\ndata: ", json, "\n\n");
        }
    },

    /** One JSON object a line: {@code event}, {@code id} where there is one, {@code data}. */
    NDJSON {
        @Override
        public byte[] frame(String event, String id, byte[] json) {
            String head =
                    "{\"event\":\"" + event + "\"" + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\"") + ",\"data\":";
            return joined(head, json, "}\n");
        }

        @Override
        public byte[] heartbeat(String id) {
            return ("{\"event\":\"heartbeat\",\"id\":\"" + id + "\"}\n").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] farewell(byte[] json) {
            return frame(FAREWELL, "", json);
        }
    };

    /** When to come back after a farewell. */
    public static final int COME_BACK_MILLIS = 1_000;

    private static final String FAREWELL = "stream.end";

    /**
     * @param event its kind: letters, dots and the like, nothing that needs escaping
     * @param id the reader's position after it; empty for none
     * @param json without line breaks
     */
    public abstract byte[] frame(String event, String id, byte[] json);

    public abstract byte[] heartbeat(String id);

    /** The last frame of a stream that the server ends. It has no id: the reader's position stays what it was. */
    public abstract byte[] farewell(byte[] json);

    private static byte[] joined(String head, byte[] middle, String tail) {
        byte[] first = head.getBytes(StandardCharsets.UTF_8);
        byte[] last = tail.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[first.length + middle.length + last.length];
        System.arraycopy(first, 0, out, 0, first.length);
        System.arraycopy(middle, 0, out, first.length, middle.length);
        System.arraycopy(last, 0, out, first.length + middle.length, last.length);
        return out;
    }
}
