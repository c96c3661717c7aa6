package dev.tidegate.gateway.ingest.json;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import java.util.function.Consumer;

/**
 * The JSON bodies that alerts come in, for any thread: each thread has a decoder of its own, so that a request allocates
 * none.
 */
public final class AlertBodies {
    private final ThreadLocal<AlertDecoder> decoders;

    public AlertBodies(IngestLimits limits, AlertShape shape) {
        decoders = ThreadLocal.withInitial(() -> new AlertDecoder(limits, shape));
    }

    /** A body that is an array of alerts, or null for none. */
    public void readArray(byte[] body, int length, AlertBatches into) {
        read(body, 0, length, decoder -> {
            if (!decoder.json().takeNull()) {
                decoder.readArray(into);
            }
        });
    }

    /** A body, or a part of one, that is an array of alerts or a single alert. */
    public void readArrayOrOne(byte[] body, int from, int to, AlertBatches into) {
        read(body, from, to, decoder -> {
            if (decoder.json().peek() == '[') {
                decoder.readArray(into);
            } else if (decoder.json().peek() == '{') {
                decoder.readAlert(0, into);
            } else {
                throw decoder.json()
                        .fail(
                                "expected an alert or an array of alerts",
                                decoder.json().position());
            }
        });
    }

    /**
     * What a notification says beside its alerts.
     *
     * @param leftOut how many alerts the sender left out of it
     * @param sender the address the sender gives for itself, cut to a bounded length; empty when it gives none
     */
    public record Group(int leftOut, String sender) {}

    /** A body that is an object with the array {@code alerts} as one of its members. */
    public Group readGroup(byte[] body, int length, AlertBatches into) {
        GroupReader reader = new GroupReader();
        read(body, 0, length, decoder -> reader.read(decoder, into));
        return reader.group();
    }

    private void read(byte[] body, int from, int to, Consumer<AlertDecoder> reading) {
        AlertDecoder decoder = decoders.get();
        JsonCursor json = decoder.json();
        json.reset(body, from, to);
        try {
            if (json.peek() == 0 && json.position() == to) {
                throw new RefusedException(RefusalReason.BODY_EMPTY, "the body is empty");
            }
            reading.accept(decoder);
            json.finish();
        } catch (MalformedJsonException e) {
            throw new RefusedException(RefusalReason.BAD_JSON, String.valueOf(e.getMessage()));
        } finally {
            json.clear();
        }
    }
}
