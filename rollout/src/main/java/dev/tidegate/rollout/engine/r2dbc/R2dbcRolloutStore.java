package dev.tidegate.rollout.engine.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAudit;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Neighbour;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutLostException;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.RolloutStore;
import dev.tidegate.rollout.engine.json.RolloutJson;
import dev.tidegate.rollout.lease.r2dbc.LeaseTable;
import dev.tidegate.rollout.lease.r2dbc.LeaseTable.Held;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import reactor.core.publisher.Mono;

/**
 * Rollouts in tables {@code rollout}, {@code rollout_event}, {@code rollout_command}, {@code rollout_presence} and
 * {@code rollout_quorum}.
 */
public final class R2dbcRolloutStore implements RolloutStore {
    /** A lease that is prolonged late is of no use. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final LeaseTable LEASES =
            new LeaseTable("rollout", "not over", "begun_at", "s.id, s.epoch, s.brief");

    private static final String CREATE = """
        insert into rollout (id, tenant, change, hash, title, executor, brief, nodes, phase, begun_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'WAITING', $9)
        on conflict do nothing\
        """;
    private static final String EVENTS = "select body from rollout_event where rollout = $1 and seq > $2 order by seq";
    private static final String APPEND = """
        with held as (
          update rollout set seq = $4, phase = $5, updated_at = clock_timestamp()
           where id = $1 and epoch = $2 and seq = $3 returning id),
        added as (
          insert into rollout_event (rollout, seq, at, kind, body)
          select held.id, e.seq, e.at::timestamptz, e.kind, e.body
            from held, unnest($6::bigint[], $7::text[], $8::text[], $9::text[]) as e (seq, at, kind, body))
        select count(*) as held from held\
        """;
    private static final String BLOCKED =
            "update rollout set blocked = $3, updated_at = clock_timestamp() where id = $1 and epoch = $2";
    private static final String COME = """
        insert into rollout_presence (rollout, person, until)
             values ($1, $2, clock_timestamp() + make_interval(secs => $3))
        on conflict (rollout, person) do update set until = excluded.until\
        """;
    private static final String PRESENT =
            "select rollout, person from rollout_presence where rollout = any ($1) and until > clock_timestamp()";
    /** Whoever begins a rollout, and whoever takes one up again, does it alone: neither misses the other. */
    private static final String ALONE =
            "select 1 as held from (select pg_advisory_xact_lock(hashtext('tidegate begins a rollout'))) held";

    private static final String REOPEN = """
            with free as (
              update rollout r set seq = $3, phase = $4, over = false, blocked = '', owner = null, lease_until = null,
                                   updated_at = clock_timestamp()
               where id = $1 and seq = $2 and over
                 and not exists (select 1 from rollout o where o.change = r.change and not o.over)
               returning id),
            added as (
              insert into rollout_event (rollout, seq, at, kind, body)
              select free.id, e.seq, e.at::timestamptz, e.kind, e.body
                from free, unnest($5::bigint[], $6::text[], $7::text[], $8::text[]) as e (seq, at, kind, body))
            select count(*) as held from free""";

    private final Database database;

    public R2dbcRolloutStore(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Boolean> create(Brief brief, AuditEntry audit) {
        return database.transaction(connection -> query(connection, row -> true, ALONE)
                .then(update(
                        connection,
                        CREATE,
                        brief.id(),
                        brief.tenant(),
                        brief.terms().change(),
                        brief.terms().hash(),
                        brief.title(),
                        brief.terms().executor(),
                        RolloutJson.brief(brief),
                        brief.terms().nodes().toArray(String[]::new),
                        brief.begunAt()))
                .flatMap(rows -> rows == 0
                        ? Mono.just(false)
                        : R2dbcAudit.append(connection, List.of(audit)).thenReturn(true)));
    }

    @Override
    public Mono<List<Claimed>> claim(String owner, Duration lease, List<String> running, int atMost) {
        return database.use(connection ->
                        LEASES.claim(connection, R2dbcRolloutStore::claimed, owner, lease, running, atMost))
                .timeout(BOUND);
    }

    private static Claimed claimed(Readable row) {
        return new Claimed(
                RolloutJson.brief(Columns.text(row, "brief")),
                new Hold(Columns.text(row, "id"), Columns.there(row, "epoch", Long.class)));
    }

    @Override
    public Mono<List<Hold>> renew(List<Hold> holds, Duration lease) {
        if (holds.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.use(connection -> LEASES.renew(
                        connection, holds.stream().map(R2dbcRolloutStore::held).toList(), lease))
                .timeout(BOUND)
                .map(kept -> holds.stream()
                        .filter(hold -> !kept.contains(held(hold)))
                        .toList());
    }

    @Override
    public Mono<Boolean> release(Hold hold) {
        return database.use(connection -> LEASES.release(connection, held(hold)))
                .timeout(BOUND);
    }

    private static Held held(Hold hold) {
        return new Held(hold.id(), hold.epoch());
    }

    @Override
    public Mono<List<RolloutEvent>> events(String id, long after) {
        return database.use(connection ->
                        query(connection, row -> RolloutJson.event(Columns.text(row, "body")), EVENTS, id, after))
                .timeout(Database.BOUND);
    }

    @Override
    public Mono<Appended> append(Hold hold, Step step) {
        long last = step.after() + step.events().size();
        return database.transaction(connection -> QuorumTable.free(connection, hold.id(), step)
                .then(add(connection, hold, step, last))
                .flatMap(held -> held > 0 ? Mono.just(last) : Mono.error(() -> new RolloutLostException(hold)))
                .flatMap(done -> step.grips().isEmpty()
                        ? Mono.just(done)
                        : QuorumTable.write(
                                        connection,
                                        hold.id(),
                                        step.grips().get().all())
                                .thenReturn(done))
                .flatMap(done -> step.answers().isEmpty()
                        ? Mono.just(done)
                        : CommandTable.answer(connection, step.answers()).thenReturn(done))
                .flatMap(done -> step.over()
                        ? CommandTable.close(connection, hold).map(over -> new Appended(done, over))
                        : Mono.just(new Appended(done, false)))
                .flatMap(done -> step.audit().isEmpty()
                        ? Mono.just(done)
                        : R2dbcAudit.append(connection, step.audit()).thenReturn(done)));
    }

    @Override
    public Mono<Reopened> reopen(String id, Step step) {
        return database.transaction(connection -> query(connection, row -> true, ALONE)
                .then(OverlapQueries.later(connection, id))
                .flatMap(later -> later.isEmpty()
                        ? reopened(connection, id, step).map(done -> new Reopened(done, later))
                        : Mono.just(new Reopened(false, later))));
    }

    private static Mono<Boolean> reopened(Connection connection, String id, Step step) {
        long last = step.after() + step.events().size();
        Written written = Written.of(step);
        return query(
                        connection,
                        row -> Columns.there(row, "held", Long.class),
                        REOPEN,
                        id,
                        step.after(),
                        last,
                        step.phase().name(),
                        written.numbers(),
                        written.times(),
                        written.kinds(),
                        written.bodies())
                .map(held -> held.getFirst() > 0)
                .flatMap(done ->
                        done ? R2dbcAudit.append(connection, step.audit()).thenReturn(true) : Mono.just(false));
    }

    /** Events as columns. */
    private record Written(Long[] numbers, String[] times, String[] kinds, String[] bodies) {
        static Written of(Step step) {
            List<RolloutEvent> events = step.events();
            return new Written(
                    LongStream.rangeClosed(step.after() + 1, step.after() + events.size())
                            .boxed()
                            .toArray(Long[]::new),
                    events.stream().map(event -> event.at().toString()).toArray(String[]::new),
                    events.stream().map(RolloutJson::kind).toArray(String[]::new),
                    events.stream().map(RolloutJson::event).toArray(String[]::new));
        }
    }

    private static Mono<Long> add(Connection connection, Hold hold, Step step, long last) {
        Written written = Written.of(step);
        return query(
                        connection,
                        row -> Columns.there(row, "held", Long.class),
                        APPEND,
                        hold.id(),
                        hold.epoch(),
                        step.after(),
                        last,
                        step.phase().name(),
                        written.numbers(),
                        written.times(),
                        written.kinds(),
                        written.bodies())
                .map(List::getFirst);
    }

    @Override
    public Mono<List<Neighbour>> neighbours(String id, Set<String> groups) {
        return database.use(connection -> QuorumTable.neighbours(connection, id, groups))
                .timeout(BOUND);
    }

    @Override
    public Mono<Boolean> blocked(Hold hold, String reason) {
        return database.use(connection -> update(connection, BLOCKED, hold.id(), hold.epoch(), reason))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    @Override
    public Mono<Long> ask(String id, RolloutCommand command, Instant at) {
        return database.use(connection -> CommandTable.ask(connection, id, command, at))
                .timeout(BOUND);
    }

    @Override
    public Mono<List<Asked>> asked(List<String> ids) {
        return database.use(connection -> CommandTable.asked(connection, ids)).timeout(BOUND);
    }

    @Override
    public Mono<RolloutReply> answer(long number) {
        return database.use(connection -> CommandTable.answered(connection, number))
                .timeout(BOUND);
    }

    @Override
    public Mono<Boolean> present(String id, String person, Duration lasts) {
        return database.use(connection -> update(connection, COME, id, person, LeaseTable.seconds(lasts)))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    @Override
    public Mono<Map<String, Set<String>>> present(List<String> ids) {
        return database.use(connection -> query(
                        connection,
                        row -> Map.entry(Columns.text(row, "rollout"), Columns.text(row, "person")),
                        PRESENT,
                        (Object) ids.toArray(String[]::new)))
                .timeout(BOUND)
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet()))));
    }

    @Override
    public Mono<List<Overlap>> overlaps(String id) {
        return database.use(connection -> OverlapQueries.before(connection, id)).timeout(BOUND);
    }
}
