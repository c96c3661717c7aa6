package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.Sentences;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks a gzip body a piece at a time, and stops at the limit: what a bomb would unpack to is never produced. Each
 * piece of the result is charged to the budget before it is allocated.
 */
final class Gunzip {
    private static final int FIRST = 64 * 1024;

    private Gunzip() {}

    static void unpack(Body body, int limit) {
        long packed = body.array().length;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.array(), 0, body.length()))) {
            int first = Math.min(FIRST, limit + 1);
            body.hold().resize(packed + first);
            byte[] out = new byte[first];
            int length = 0;
            while (true) {
                int read = in.read(out, length, out.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
                if (length > limit) {
                    throw new RefusedException(
                            RefusalReason.BODY_TOO_LARGE, Sentences.bodyTooLarge(limit) + " (after gunzip)");
                }
                if (length == out.length) {
                    int bigger = (int) Math.min(limit + 1L, 2L * out.length);
                    body.hold().resize(packed + out.length + bigger);
                    out = Arrays.copyOf(out, bigger);
                }
            }
            body.replace(out, length);
        } catch (IOException e) {
            throw new RefusedException(
                    RefusalReason.BAD_GZIP, "the body is announced as gzip and is not: " + e.getMessage());
        }
    }
}
