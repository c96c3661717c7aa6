package dev.tidegate.health.watch.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.health.watch.Decision;
import dev.tidegate.health.watch.VerdictRow;
import dev.tidegate.health.watch.VerdictWords;
import dev.tidegate.health.watch.WatchLostException;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.health.watch.WatchStore;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Watches in tables {@code watch} and {@code watch_verdict}. */
public final class R2dbcWatchStore implements WatchStore {
    /** A lease that is prolonged late is of no use. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final String OPEN = """
            insert into watch (id, tenant, name, policy, watched, control, changed_at, until, opened_by, opened_at,
                               owner, epoch, lease_until, frame_seq)
                 values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, $9, $10,
                         $11, 1, clock_timestamp() + make_interval(secs => $12), $13)
            on conflict (id) do nothing""";
    private static final String CLAIM = """
            with w as (
              update watch set owner = $1, epoch = epoch + 1, frame_seq = frame_seq + $3,
                               lease_until = clock_timestamp() + make_interval(secs => $2)
               where id in (select id from watch
                             where state = 'open' and id <> all ($4)
                               and (owner is null or owner = $1 or lease_until < clock_timestamp())
                             order by opened_at limit $5 for update skip locked)
              returning *)
            select %s from w %s""".formatted(WatchRows.COLUMNS, WatchRows.LATEST);
    private static final String RENEW = """
            update watch w set lease_until = clock_timestamp() + make_interval(secs => $4),
                               frame_seq = greatest(frame_seq, r.reserved)
              from unnest($1::text[], $2::bigint[], $3::bigint[]) as r (id, epoch, reserved)
             where w.id = r.id and w.epoch = r.epoch and w.state = 'open'
            returning w.id""";
    private static final String ENDED =
            "select id, closed_by, close_reason from watch where id = any ($1) and state = 'closed'";
    private static final String DECIDED = """
            with held as (
              update watch set verdict = $3 where id = $1 and epoch = $2 and state = 'open' returning id),
            added as (
              insert into watch_verdict (watch, number, at, told_at, verdict, signal, cause, doubt, reason, report)
              select id, $4, $5, $6, $3, $7, $8, $9, $10, $11::jsonb from held
              on conflict (watch, number) do nothing)
            select count(*) as held from held""";
    private static final String CLOSE = """
            update watch set state = 'closed', closed_at = $5, closed_by = $3, close_reason = $4,
                             owner = null, lease_until = null
             where id = $1 and tenant = $2 and state = 'open'""";
    private static final String RELEASE = """
            update watch set owner = null, lease_until = null, frame_seq = $3
             where id = $1 and epoch = $2 and state = 'open'""";

    private final Database database;

    public R2dbcWatchStore(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Boolean> open(WatchSpec spec, String owner, Duration lease, long frames) {
        return database.use(connection -> update(
                        connection,
                        OPEN,
                        spec.id(),
                        spec.tenant(),
                        spec.name(),
                        spec.policyText(),
                        spec.cohort().watched().toArray(String[]::new),
                        spec.cohort().control().toArray(String[]::new),
                        spec.changedAt(),
                        spec.until(),
                        spec.openedBy(),
                        spec.openedAt(),
                        owner,
                        seconds(lease),
                        frames))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    @Override
    public Mono<List<Claimed>> claim(String owner, Duration lease, long frames, List<String> running, int atMost) {
        return database.use(connection -> query(
                        connection,
                        row -> claimed(row, frames),
                        CLAIM,
                        owner,
                        seconds(lease),
                        frames,
                        running.toArray(String[]::new),
                        atMost))
                .timeout(BOUND);
    }

    private static Claimed claimed(Readable row, long frames) {
        VerdictRow latest = WatchRows.latest(row);
        return new Claimed(
                WatchRows.spec(row),
                new Hold(WatchRows.text(row, "id"), WatchRows.there(row, "epoch", Long.class)),
                WatchRows.there(row, "frame_seq", Long.class) - frames,
                latest == null ? null : latest.known());
    }

    @Override
    public Mono<List<Ended>> renew(List<Renewal> renewals, Duration lease) {
        if (renewals.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.use(connection -> query(
                                connection,
                                row -> WatchRows.text(row, "id"),
                                RENEW,
                                renewals.stream().map(one -> one.hold().id()).toArray(String[]::new),
                                renewals.stream().map(one -> one.hold().epoch()).toArray(Long[]::new),
                                renewals.stream().map(Renewal::reserved).toArray(Long[]::new),
                                seconds(lease))
                        .map(HashSet::new)
                        .map(kept -> renewals.stream()
                                .map(Renewal::hold)
                                .filter(hold -> !kept.contains(hold.id()))
                                .toList())
                        .flatMap(gone -> gone.isEmpty()
                                ? Mono.just(List.<Ended>of())
                                : query(connection, R2dbcWatchStore::closing, ENDED, (Object)
                                                gone.stream().map(Hold::id).toArray(String[]::new))
                                        .map(closed -> ended(gone, closed))))
                .timeout(BOUND);
    }

    private record Closing(String id, String by, String reason) {}

    private static Closing closing(Readable row) {
        return new Closing(
                WatchRows.text(row, "id"), WatchRows.text(row, "closed_by"), WatchRows.text(row, "close_reason"));
    }

    private static List<Ended> ended(List<Hold> gone, List<Closing> closed) {
        Map<String, Closing> byId = closed.stream().collect(Collectors.toMap(Closing::id, one -> one, (a, b) -> a));
        return gone.stream()
                .map(hold -> {
                    Closing closing = byId.get(hold.id());
                    return closing == null
                            ? new Ended(hold, null, null)
                            : new Ended(hold, closing.by(), closing.reason());
                })
                .toList();
    }

    @Override
    public Mono<Long> decided(Hold hold, Instant toldAt, Decision decision, String report) {
        VerdictWords words = VerdictWords.of(decision.verdict());
        return database.use(connection -> query(
                        connection,
                        row -> WatchRows.there(row, "held", Long.class),
                        DECIDED,
                        hold.id(),
                        hold.epoch(),
                        words.kind(),
                        decision.number(),
                        decision.at(),
                        toldAt,
                        words.signal(),
                        words.cause(),
                        words.doubt(),
                        words.reason(),
                        report))
                .timeout(BOUND)
                .flatMap(rows -> rows.getFirst() > 0
                        ? Mono.just(decision.number())
                        : Mono.error(() -> new WatchLostException(hold)));
    }

    @Override
    public Mono<Boolean> close(String id, String tenant, String by, String reason, Instant at) {
        return database.use(connection -> update(connection, CLOSE, id, tenant, by, reason, at))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    @Override
    public Mono<Boolean> release(Hold hold, long seq) {
        return database.use(connection -> update(connection, RELEASE, hold.id(), hold.epoch(), seq))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
