package dev.tidegate.storm.send;

import dev.tidegate.storm.timeline.Batch;
import dev.tidegate.storm.timeline.Message;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Which alerts were really taken in by the other side, and with which times. Safe for many threads. */
public final class Ledger {
    private final AtomicReferenceArray<@Nullable Message> firing;
    private final AtomicReferenceArray<@Nullable Message> resolved;
    private final AtomicLong distinct = new AtomicLong();

    /** A ledger for as many alerts, none of them taken in. */
    public Ledger(int episodes) {
        firing = new AtomicReferenceArray<>(episodes);
        resolved = new AtomicReferenceArray<>(episodes);
    }

    /** Notes that a request was answered with success. */
    public void accepted(Batch batch) {
        for (Message message : batch.messages()) {
            int id = message.episode().id();
            if (firing.compareAndSet(id, null, message)) {
                distinct.incrementAndGet();
            }
            if (message.resolved()) {
                resolved.compareAndSet(id, null, message);
            }
        }
    }

    /** How many alerts were taken in at least once. */
    public long distinct() {
        return distinct.get();
    }

    /** When the alert was said to have fired, or null when nothing about it was taken in. */
    public @Nullable Instant startsAt(int episode) {
        @Nullable Message message = firing.get(episode);
        return message == null ? null : message.startsAt();
    }

    /** When the alert was said to be resolved, or null when that was not taken in. */
    public @Nullable Instant endsAt(int episode) {
        @Nullable Message message = resolved.get(episode);
        return message == null ? null : message.endsAt();
    }
}
