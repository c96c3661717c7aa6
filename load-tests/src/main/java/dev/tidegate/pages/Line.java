package dev.tidegate.pages;

import dev.tidegate.storm.send.Latencies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * One page's connection to the stream of incidents. Of what comes only the last event's number and time are looked at, so
 * that five hundred of them leave the machine to the gateway.
 */
final class Line implements AutoCloseable {
    private static final byte[] ID = "\nid: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AT = "\"at\":\"".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private volatile String last;
    private volatile boolean live;
    private volatile boolean news;
    private volatile boolean ended;

    private Line(SocketChannel channel, String last) {
        this.channel = channel;
        this.last = last;
    }

    /**
     * Asks for the stream.
     *
     * @param last id of the last event had; empty for none
     */
    static Line open(InetSocketAddress gateway, String cookie, String last) throws IOException {
        SocketChannel channel = SocketChannel.open(gateway);
        String request = "GET /api/v1/incidents/stream HTTP/1.1\r\nHost: " + gateway.getHostString() + ":"
                + gateway.getPort() + "\r\nAccept: text/event-stream\r\nCookie: " + cookie + "\r\n"
                + (last.isEmpty() ? "" : "Last-Event-ID: " + last + "\r\n") + "\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        return new Line(channel, last);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Reads what is there; returns how many bytes. Called by one thread. */
    int read(byte[] bytes, Latencies lateness) throws IOException {
        int count = channel.read(ByteBuffer.wrap(bytes));
        if (count < 0) {
            ended = true;
            close();
            return 0;
        }
        int id = lastIndex(bytes, count);
        if (id >= 0) {
            int begin = id + ID.length;
            int end = indexOf(bytes, begin, count, new byte[] {'\n'});
            if (end > begin) {
                last = new String(bytes, begin, end - begin, StandardCharsets.US_ASCII).strip();
                live = true;
                time(bytes, end, count, lateness);
            }
        }
        return count;
    }

    private void time(byte[] bytes, int from, int to, Latencies lateness) {
        int at = indexOf(bytes, from, to, AT);
        int end = at < 0 ? -1 : indexOf(bytes, at + AT.length, to, new byte[] {'"'});
        if (end < 0) {
            return; // a heartbeat, a snapshot, or an event of which the rest is still on its way
        }
        news = true;
        try {
            Instant told =
                    Instant.parse(new String(bytes, at + AT.length, end - at - AT.length, StandardCharsets.US_ASCII));
            lateness.record(Math.max(0, Duration.between(told, Instant.now()).toNanos()));
        } catch (DateTimeParseException e) {
            throw new IllegalStateException("an event has no time where it should", e);
        }
    }

    private static int lastIndex(byte[] bytes, int count) {
        for (int i = count - ID.length; i >= 0; i--) {
            if (is(bytes, i, ID)) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOf(byte[] bytes, int from, int to, byte[] wanted) {
        for (int i = from; i <= to - wanted.length; i++) {
            if (is(bytes, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean is(byte[] bytes, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /** The last event's number. */
    String last() {
        return last;
    }

    /** Whether its snapshot is complete, or it has gone on from where it was. */
    boolean live() {
        return live;
    }

    /** Whether something has changed since this was asked before. */
    boolean takeNews() {
        boolean some = news;
        news = false;
        return some;
    }

    /** The gateway has let go of it. */
    boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
