package dev.tidegate.health.evidence.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects an answer's bytes up to the limit. */
final class Body {
    private static final int FIRST = 4 << 10;

    private final Server server;
    private byte[] bytes = new byte[FIRST];
    private int length;
    // what the time-out sees, which runs on another thread
    private volatile int received;

    Body(Server server) {
        this.server = server;
    }

    /** Refuses a length that the server announces, before reading it. */
    void expect(@Nullable String announced) {
        if (announced == null) {
            return;
        }
        try {
            if (Long.parseLong(announced) > server.limits().answerBytes()) {
                throw tooLarge();
            }
        } catch (NumberFormatException beyondAnything) {
            throw tooLarge();
        }
    }

    void append(ByteBuf part) {
        int more = part.readableBytes();
        int limit = server.limits().answerBytes();
        if (more > limit - length) {
            throw tooLarge();
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(2L * bytes.length, length + more)));
        }
        part.readBytes(bytes, length, more);
        length += more;
        received = length;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int received() {
        return received;
    }

    private UnansweredException tooLarge() {
        return new UnansweredException(
                "too-large",
                server.title() + " answers more than "
                        + Sentences.bytes(server.limits().answerBytes())
                        + ", which is the limit; ask for fewer series");
    }
}
