package dev.tidegate.health.remote;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects an answer's bytes up to the limit. */
final class Body {
    private static final int FIRST = 4 << 10;

    private final int limit;
    private final Sentences sentences;
    private byte[] bytes = new byte[FIRST];
    private int length;
    // what the time-out sees, which runs on another thread
    private volatile int received;

    Body(int limit, Sentences sentences) {
        this.limit = limit;
        this.sentences = sentences;
    }

    /** Refuses a length that the server announces, before reading it. */
    void expect(@Nullable String announced) {
        if (announced == null) {
            return;
        }
        try {
            if (Long.parseLong(announced) > limit) {
                throw sentences.tooLarge();
            }
        } catch (NumberFormatException beyondAnything) {
            throw sentences.tooLarge();
        }
    }

    void append(ByteBuf part) {
        int more = part.readableBytes();
        if (more > limit - length) {
            throw sentences.tooLarge();
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
}
