package dev.tidegate.storm.timeline;

import dev.tidegate.storm.timeline.Batch.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What two Prometheus servers that watch the same fleet send, request by request, as a lazy sequence.
 *
 * <p>Each server tells an alert when it fires, again every resend interval, and when it resolves, again for a quarter of
 * an hour. The second runs three seconds behind the first. What is due within five seconds travels together, 64 alerts
 * at most. One request in fifty is held up for 20 to 120 seconds, so that it arrives after newer facts; one in a hundred
 * arrives twice. Both servers write the same {@code startsAt}: the alert's identity and times are the rule's, and
 * external labels that name the server are dropped, as Alertmanager's documentation asks.
 *
 * <p>Each message is stamped when it is put together, not when it arrives.
 */
public final class Notifier implements Iterator<Batch> {
    /** Most alerts in one request. */
    public static final int BATCH = 64;

    static final int REPLICAS = 2;
    static final double DUPLICATED = 0.01;
    private static final double HELD_UP = 0.02;
    private static final long REPLICA_SKEW_MILLIS = 3_000;
    private static final long GATHER_MILLIS = 5_000;
    private static final Duration SHORTEST_VALIDITY = Duration.ofMinutes(4);

    private record Due(long at, int replica, Episode episode, boolean resolved) {}

    private final PriorityQueue<Due> dues = new PriorityQueue<>(
            Comparator.comparingLong(Due::at).thenComparingInt(Due::replica).thenComparingInt(due -> due.episode.id()));
    private final PriorityQueue<Batch> heldUp = new PriorityQueue<>(Comparator.comparingLong(Batch::at));
    private final Deque<Batch> ready = new ArrayDeque<>();
    private final List<List<Message>> gathering = new ArrayList<>();
    private final long[] gatheringSince = new long[REPLICAS];
    private final long resendMillis;
    private final long endMillis;
    private final Duration validity;
    private final StampClock clock;
    private final SplittableRandom random;
    private final @Nullable Instant[] startsAt;
    private final @Nullable Instant[] endsAt;
    private long stamped;

    /** The whole storm from its beginning, stamped by {@code clock}. */
    public Notifier(Timeline timeline, long seed, StampClock clock) {
        this.resendMillis = timeline.resendMillis();
        this.endMillis = timeline.endMillis();
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.validity = max(SHORTEST_VALIDITY, Duration.ofMillis(4 * resendMillis));
        startsAt = new @Nullable Instant[timeline.episodes().size()];
        endsAt = new @Nullable Instant[timeline.episodes().size()];
        for (int replica = 0; replica < REPLICAS; replica++) {
            gathering.add(new ArrayList<>(BATCH));
            for (Episode episode : timeline.episodes()) {
                dues.add(new Due(episode.span().from() + skew(replica), replica, episode, false));
            }
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && advance()) {
            // each step may or may not complete a request
        }
        return !ready.isEmpty();
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the storm is over");
        }
        return ready.remove();
    }

    /** Moves on to whatever happens next; false when nothing is left. */
    private boolean advance() {
        @Nullable Due due = dues.peek();
        @Nullable Batch late = heldUp.peek();
        int waiting = longestWaiting();
        long flushAt = waiting < 0 ? Long.MAX_VALUE : gatheringSince[waiting] + GATHER_MILLIS;
        long dueAt = due == null ? Long.MAX_VALUE : due.at;
        if (late != null && late.at() <= Math.min(flushAt, dueAt)) {
            ready.add(heldUp.remove());
        } else if (waiting >= 0 && flushAt <= dueAt) {
            send(waiting, flushAt);
        } else if (due != null) {
            tell(dues.remove());
        } else {
            return false;
        }
        return true;
    }

    /** The server whose gathered messages have waited longest, or -1 when none has any. */
    private int longestWaiting() {
        int longest = -1;
        for (int replica = 0; replica < REPLICAS; replica++) {
            if (!gathering.get(replica).isEmpty()
                    && (longest < 0 || gatheringSince[replica] < gatheringSince[longest])) {
                longest = replica;
            }
        }
        return longest;
    }

    private void tell(Due due) {
        List<Message> messages = gathering.get(due.replica);
        if (messages.isEmpty()) {
            gatheringSince[due.replica] = due.at;
        }
        messages.add(stamp(due));
        scheduleNext(due);
        if (messages.size() == BATCH) {
            send(due.replica, due.at);
        }
    }

    private Message stamp(Due due) {
        int id = due.episode.id();
        Instant now = clock.at(due.at, stamped++);
        @Nullable Instant started = startsAt[id];
        if (started == null) {
            startsAt[id] = started = now;
        }
        if (!due.resolved) {
            return new Message(due.episode, started, now.plus(validity), false);
        }
        @Nullable Instant ended = endsAt[id];
        if (ended == null) {
            endsAt[id] = ended = now;
        }
        return new Message(due.episode, started, ended, true);
    }

    private void scheduleNext(Due due) {
        long resolvedAt = due.episode.span().until() + skew(due.replica);
        long next = due.at + resendMillis;
        if (!due.resolved) {
            dues.add(new Due(Math.min(next, resolvedAt), due.replica, due.episode, next >= resolvedAt));
        } else if (next <= resolvedAt + Volume.RESOLVED_RETENTION_MILLIS && next <= endMillis) {
            dues.add(new Due(next, due.replica, due.episode, true));
        }
    }

    private void send(int replica, long at) {
        List<Message> messages = List.copyOf(gathering.get(replica));
        gathering.get(replica).clear();
        double fate = random.nextDouble();
        if (fate < HELD_UP) {
            heldUp.add(new Batch(at + random.nextLong(20_000, 120_000), replica, Delivery.LATE, messages));
            return;
        }
        ready.add(new Batch(at, replica, Delivery.PROMPT, messages));
        if (fate < HELD_UP + DUPLICATED) {
            stamped += messages.size();
            ready.add(new Batch(at, replica, Delivery.DUPLICATE, messages));
        }
    }

    private static long skew(int replica) {
        return replica * REPLICA_SKEW_MILLIS;
    }

    private static Duration max(Duration left, Duration right) {
        return left.compareTo(right) >= 0 ? left : right;
    }
}
