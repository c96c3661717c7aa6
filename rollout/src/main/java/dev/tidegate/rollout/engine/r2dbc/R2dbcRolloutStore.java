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
import java.util.Objects;
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

    private static final int NAMED = 10;

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
    private static final String ANSWER = """
        update rollout_command c set answered_at = clock_timestamp(), reply = a.reply
          from unnest($1::bigint[], $2::text[]) as a (number, reply)
         where c.number = a.number and c.answered_at is null\
        """;
    private static final String BLOCKED =
            "update rollout set blocked = $3, updated_at = clock_timestamp() where id = $1 and epoch = $2";
    /** After its row was written in the same transaction: whoever asks waits for that row, or was seen here. */
    private static final String CLOSE = """
        update rollout set over = true, owner = null
         where id = $1 and epoch = $2
           and not exists (select 1 from rollout_command where rollout = $1 and answered_at is null)\
        """;
    /** The lock keeps it from ending meanwhile. */
    private static final String ASK = """
        insert into rollout_command (rollout, body, asked_at)
        select id, $2::text, $3::timestamptz from rollout where id = $1 and not over for share
        returning number\
        """;

    private static final String ASKED = """
        select rollout, number, body from rollout_command
         where rollout = any ($1) and answered_at is null order by number\
        """;
    private static final String ANSWERED =
            "select reply from rollout_command where number = $1 and answered_at is not null";
    private static final String COME = """
        insert into rollout_presence (rollout, person, until)
             values ($1, $2, clock_timestamp() + make_interval(secs => $3))
        on conflict (rollout, person) do update set until = excluded.until\
        """;
    private static final String PRESENT =
            "select rollout, person from rollout_presence where rollout = any ($1) and until > clock_timestamp()";
    /** On the same nodes, or with packages of the same place: what one publishes, the other would take for its own. */
    private static final String OVERLAPS = """
            select o.id, o.title, (select count(*) from unnest(o.nodes) n where n = any (r.nodes)) as count,
                   array(select n from unnest(o.nodes) n where n = any (r.nodes) order by n limit 10) as nodes
              from rollout r
              join rollout o on not o.over and (o.begun_at, o.id) < (r.begun_at, r.id)
             where r.id = $1
               and (o.nodes && r.nodes
                    or exists (select 1 from jsonb_array_elements(o.brief::jsonb #> '{terms,packages}') a
                                 join jsonb_array_elements(r.brief::jsonb #> '{terms,packages}') b
                                   on a ->> 'prefix' = b ->> 'prefix' and a ->> 'distribution' = b ->> 'distribution'))
             order by o.begun_at limit 10""";

    /** Whoever begins a rollout, and whoever takes one up again, does it alone: neither misses the other. */
    private static final String ALONE =
            "select 1 as held from (select pg_advisory_xact_lock(hashtext('tidegate begins a rollout'))) held";

    /** Those that went back left nothing; so did those that ended before they sent anything. */
    private static final String LATER = """
            select o.id, o.title, count(*) as count, (array_agg(n order by n))[1:10] as nodes
              from rollout r
              join rollout o on (o.begun_at, o.id) > (r.begun_at, r.id) and o.nodes && r.nodes
                   and (not o.over or o.phase <> 'PULLED_BACK'
                        and exists (select 1 from rollout_event e where e.rollout = o.id and e.kind = 'intended'))
              cross join lateral unnest(o.nodes) as n
             where r.id = $1 and n = any (r.nodes)
             group by o.id, o.title, o.begun_at order by o.begun_at desc limit 10""";

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
                RolloutJson.brief(text(row, "brief")), new Hold(text(row, "id"), there(row, "epoch", Long.class)));
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
        return database.use(
                        connection -> query(connection, row -> RolloutJson.event(text(row, "body")), EVENTS, id, after))
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
                        : answer(connection, step.answers()).thenReturn(done))
                .flatMap(done -> step.over()
                        ? update(connection, CLOSE, hold.id(), hold.epoch()).map(rows -> new Appended(done, rows > 0))
                        : Mono.just(new Appended(done, false)))
                .flatMap(done -> step.audit().isEmpty()
                        ? Mono.just(done)
                        : R2dbcAudit.append(connection, step.audit()).thenReturn(done)));
    }

    @Override
    public Mono<Reopened> reopen(String id, Step step) {
        return database.transaction(connection -> query(connection, row -> true, ALONE)
                .then(query(connection, R2dbcRolloutStore::overlap, LATER, id))
                .flatMap(later -> later.isEmpty()
                        ? reopened(connection, id, step).map(done -> new Reopened(done, later))
                        : Mono.just(new Reopened(false, later))));
    }

    private static Mono<Boolean> reopened(Connection connection, String id, Step step) {
        long last = step.after() + step.events().size();
        Written written = Written.of(step);
        return query(
                        connection,
                        row -> there(row, "held", Long.class),
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
                        row -> there(row, "held", Long.class),
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

    private static Mono<Long> answer(Connection connection, List<Answer> answers) {
        return update(
                connection,
                ANSWER,
                answers.stream().map(Answer::number).toArray(Long[]::new),
                answers.stream()
                        .map(answer -> RolloutJson.reply(answer.reply()))
                        .toArray(String[]::new));
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
        return database.use(connection -> query(
                        connection, row -> there(row, "number", Long.class), ASK, id, RolloutJson.command(command), at))
                .timeout(BOUND)
                .flatMap(numbers -> Mono.justOrEmpty(numbers.stream().findFirst()));
    }

    @Override
    public Mono<List<Asked>> asked(List<String> ids) {
        return database.use(connection -> query(
                        connection,
                        row -> new Asked(
                                text(row, "rollout"),
                                there(row, "number", Long.class),
                                RolloutJson.command(text(row, "body"))),
                        ASKED,
                        (Object) ids.toArray(String[]::new)))
                .timeout(BOUND);
    }

    @Override
    public Mono<RolloutReply> answer(long number) {
        return database.use(
                        connection -> query(connection, row -> RolloutJson.reply(text(row, "reply")), ANSWERED, number))
                .timeout(BOUND)
                .flatMap(replies -> Mono.justOrEmpty(replies.stream().findFirst()));
    }

    @Override
    public Mono<Boolean> present(String id, String person, Duration lasts) {
        return database.use(connection -> update(connection, COME, id, person, LeaseTable.seconds(lasts)))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    @Override
    public Mono<Map<String, Set<String>>> present(List<String> ids) {
        return database.use(connection ->
                        query(connection, row -> Map.entry(text(row, "rollout"), text(row, "person")), PRESENT, (Object)
                                ids.toArray(String[]::new)))
                .timeout(BOUND)
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet()))));
    }

    @Override
    public Mono<List<Overlap>> overlaps(String id) {
        return database.use(connection -> query(connection, R2dbcRolloutStore::overlap, OVERLAPS, id))
                .timeout(BOUND);
    }

    private static Overlap overlap(Readable row) {
        return new Overlap(
                text(row, "id"),
                text(row, "title"),
                there(row, "count", Long.class),
                List.of(there(row, "nodes", String[].class)).stream()
                        .limit(NAMED)
                        .toList());
    }

    private static String text(Readable row, String column) {
        return there(row, column, String.class);
    }

    private static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
