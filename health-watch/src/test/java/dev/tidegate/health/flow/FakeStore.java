package dev.tidegate.health.flow;

import dev.tidegate.health.watch.Decision;
import dev.tidegate.health.watch.WatchLostException;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.health.watch.WatchStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Watches in memory, as the database keeps them. */
final class FakeStore implements WatchStore {
    private final Scheduler clock;
    final Map<String, Row> rows = new LinkedHashMap<>();
    boolean down;

    FakeStore(Scheduler clock) {
        this.clock = clock;
    }

    static final class Row {
        final WatchSpec spec;
        String owner = "";
        long epoch;
        long leaseUntil;
        long frames;

        @Nullable
        String closedBy;

        String closeReason = "";
        final List<Decision> decisions = new ArrayList<>();

        Row(WatchSpec spec) {
            this.spec = spec;
        }

        List<String> kinds() {
            return decisions.stream()
                    .map(one -> one.number() + " "
                            + dev.tidegate.health.watch.VerdictWords.of(one.verdict())
                                    .kind())
                    .toList();
        }
    }

    Row row(String id) {
        return java.util.Objects.requireNonNull(rows.get(id), id);
    }

    private long now() {
        return clock.now(java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private <T> Mono<T> answer(java.util.function.Supplier<T> work) {
        return Mono.fromSupplier(() -> {
            if (down) {
                throw new IllegalStateException("the database is away");
            }
            synchronized (this) {
                return work.get();
            }
        });
    }

    @Override
    public Mono<Boolean> open(WatchSpec spec, String owner, Duration lease, long frames) {
        return answer(() -> {
            if (rows.containsKey(spec.id())) {
                return false;
            }
            Row row = new Row(spec);
            row.owner = owner;
            row.epoch = 1;
            row.leaseUntil = now() + lease.toMillis();
            row.frames = frames;
            rows.put(spec.id(), row);
            return true;
        });
    }

    @Override
    public Mono<List<Claimed>> claim(String owner, Duration lease, long frames, List<String> running, int atMost) {
        return answer(() -> {
            List<Claimed> out = new ArrayList<>();
            for (Row row : rows.values()) {
                boolean free = row.owner.isEmpty() || row.owner.equals(owner) || row.leaseUntil < now();
                if (row.closedBy == null && free && !running.contains(row.spec.id()) && out.size() < atMost) {
                    row.owner = owner;
                    row.epoch++;
                    row.leaseUntil = now() + lease.toMillis();
                    long seq = row.frames;
                    row.frames += frames;
                    Decision last = row.decisions.isEmpty() ? null : row.decisions.getLast();
                    out.add(new Claimed(
                            row.spec,
                            new Hold(row.spec.id(), row.epoch),
                            seq,
                            last == null ? null : new Decision.Known(last.number(), last.at(), last.verdict())));
                }
            }
            return out;
        });
    }

    @Override
    public Mono<List<Ended>> renew(List<Renewal> renewals, Duration lease) {
        return answer(() -> {
            List<Ended> out = new ArrayList<>();
            for (Renewal renewal : renewals) {
                Row row = rows.get(renewal.hold().id());
                if (row == null || row.epoch != renewal.hold().epoch() || row.closedBy != null) {
                    out.add(new Ended(
                            renewal.hold(),
                            row == null ? null : row.closedBy,
                            row == null || row.closedBy == null ? null : row.closeReason));
                } else {
                    row.leaseUntil = now() + lease.toMillis();
                    row.frames = Math.max(row.frames, renewal.reserved());
                }
            }
            return out;
        });
    }

    @Override
    public Mono<Long> decided(Hold hold, Instant toldAt, Decision decision, String report) {
        return answer(() -> {
            Row row = rows.get(hold.id());
            if (row == null || row.epoch != hold.epoch() || row.closedBy != null) {
                throw new WatchLostException(hold);
            }
            if (row.decisions.stream().noneMatch(one -> one.number() == decision.number())) {
                row.decisions.add(decision);
            }
            return decision.number();
        });
    }

    @Override
    public Mono<Boolean> close(String id, String tenant, String by, String reason, Instant at) {
        return answer(() -> {
            Row row = rows.get(id);
            if (row == null || row.closedBy != null) {
                return false;
            }
            row.closedBy = by;
            row.closeReason = reason;
            return true;
        });
    }

    @Override
    public Mono<Boolean> release(Hold hold, long seq) {
        return answer(() -> {
            Row row = rows.get(hold.id());
            if (row == null || row.epoch != hold.epoch()) {
                return false;
            }
            row.owner = "";
            row.frames = seq;
            return true;
        });
    }
}
