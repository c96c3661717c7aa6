package dev.tidegate.gateway.ingest.cloudevents;

import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.json.JsonCursor;
import dev.tidegate.gateway.ingest.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Finds the data of a CloudEvent in its JSON format, and checks the attributes around it. */
final class Envelope {
    /** A slice that holds the data. */
    record Data(byte[] bytes, int from, int to) {}

    private final int jsonDepth;

    Envelope(int jsonDepth) {
        this.jsonDepth = jsonDepth;
    }

    Data dataOf(byte[] event) {
        JsonCursor json = new JsonCursor(jsonDepth);
        json.reset(event, 0, event.length);
        Map<String, String> attributes = new HashMap<>();
        Data data = null;
        try {
            json.open('{');
            for (boolean first = true; json.more('}', first); first = false) {
                json.name();
                String name = text(json);
                if (name.equals("data")) {
                    json.peek();
                    int from = json.position();
                    json.skip();
                    data = new Data(event, from, json.position());
                } else if (json.peek() == '"') {
                    json.string();
                    if (name.equals("data_base64")) {
                        data = unpacked(Arrays.copyOfRange(event, json.from(), json.to()));
                    } else {
                        attributes.put(name, text(json));
                    }
                } else {
                    json.skip();
                }
            }
            json.finish();
        } catch (MalformedJsonException e) {
            throw new RefusedException(RefusalReason.BAD_JSON, String.valueOf(e.getMessage()));
        }
        for (String name : new String[] {"specversion", "id", "source", "type"}) {
            CloudEventDecoder.require(name, attributes.getOrDefault(name, ""));
        }
        if (data == null) {
            throw new RefusedException(RefusalReason.BAD_EVENT, "the event has no data");
        }
        return data;
    }

    private static Data unpacked(byte[] base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return new Data(bytes, 0, bytes.length);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusalReason.BAD_EVENT, "data_base64 is not base64: " + e.getMessage());
        }
    }

    private static String text(JsonCursor json) {
        return new String(json.bytes(), json.from(), json.to() - json.from(), StandardCharsets.UTF_8);
    }
}
