package dev.tidegate.gateway.ingest;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that requests on their way may occupy together: bodies while they are received, records until the log has
 * confirmed them. When it is used up, newcomers are refused at once instead of queued. Thread-safe.
 */
public final class InFlightBudget {
    private final long capacity;
    private final AtomicLong used = new AtomicLong();

    public InFlightBudget(long capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("the in-flight budget must be positive, not " + capacity);
        }
        this.capacity = capacity;
    }

    public long capacity() {
        return capacity;
    }

    public long used() {
        return used.get();
    }

    /** A hold of nothing yet; grow it before taking memory. */
    public Hold open() {
        return new Hold(this);
    }

    private boolean take(long bytes) {
        if (used.addAndGet(bytes) <= capacity) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** One request's part. Closing it twice, or from another thread while it grows, gives everything back once. */
    public static final class Hold implements AutoCloseable {
        private static final long CLOSED = -1;

        private final InFlightBudget budget;
        private final AtomicLong held = new AtomicLong();

        private Hold(InFlightBudget budget) {
            this.budget = budget;
        }

        /**
         * Sets the hold to a number of bytes; throws {@link RefusedException} when the budget has no room for the
         * difference, and leaves the hold as it was. A closed hold stays closed.
         */
        public void resize(long bytes) {
            long before = held.get();
            if (before == CLOSED || before == bytes) {
                return;
            }
            long more = bytes - before;
            if (more > 0 && !budget.take(more)) {
                throw new RefusedException(
                        RefusalReason.IN_FLIGHT_FULL,
                        "too much is waiting for the log (" + budget.capacity + " bytes); try again in a moment");
            }
            if (!held.compareAndSet(before, bytes)) {
                budget.used.addAndGet(-Math.max(0, more)); // closed in between
            } else if (more < 0) {
                budget.used.addAndGet(more);
            }
        }

        /**
         * Moves what is held to a new hold, whose owner may be somebody else; closing this one gives nothing back any
         * more.
         */
        public Hold handOver() {
            Hold next = new Hold(budget);
            next.held.set(held.getAndSet(CLOSED));
            return next;
        }

        @Override
        public void close() {
            long before = held.getAndSet(CLOSED);
            if (before > 0) {
                budget.used.addAndGet(-before);
            }
        }
    }
}
