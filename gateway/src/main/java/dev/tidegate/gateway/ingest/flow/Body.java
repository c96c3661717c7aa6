package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.Sentences;
import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * A body in one array, grown as its bytes arrive, each byte copied once when the length was announced. Its array is
 * charged to the budget before it is allocated. Used by one thread at a time.
 */
final class Body {
    /** Taken at once for an announced length up to this; what is longer has to arrive first, so that a lie costs nothing. */
    private static final int BELIEVED = 1024 * 1024;

    private static final int UNANNOUNCED = 16 * 1024;

    private final InFlightBudget.Hold hold;
    private final int limit;
    private byte[] array;
    private int length;

    /** @param announced Content-Length, or -1 */
    Body(InFlightBudget.Hold hold, int limit, long announced) {
        this.hold = hold;
        this.limit = limit;
        if (announced > limit) {
            throw tooLarge();
        }
        int first = announced < 0 ? Math.min(UNANNOUNCED, limit) : (int) Math.min(announced, BELIEVED);
        hold.resize(first);
        array = new byte[first];
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    InFlightBudget.Hold hold() {
        return hold;
    }

    /** Takes what a buffer holds; does not release it. */
    void append(DataBuffer buffer) {
        int more = buffer.readableByteCount();
        room(more);
        buffer.read(array, length, more);
        length += more;
    }

    /** Puts another content in the place of this one: what it was unpacked to. */
    void replace(byte[] unpacked, int unpackedLength) {
        array = unpacked;
        length = unpackedLength;
        hold.resize(unpacked.length);
    }

    private void room(int more) {
        int needed = length + more;
        if (needed <= array.length) {
            return;
        }
        if (needed > limit) {
            throw tooLarge();
        }
        int bigger = (int) Math.min(limit, Math.max(needed, 2L * array.length));
        hold.resize((long) array.length + bigger); // both exist while one is copied to the other
        array = Arrays.copyOf(array, bigger);
        hold.resize(bigger);
    }

    private RefusedException tooLarge() {
        return new RefusedException(RefusalReason.BODY_TOO_LARGE, Sentences.bodyTooLarge(limit));
    }
}
