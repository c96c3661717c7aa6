package dev.tidegate.rollout.staging.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAudit;
import dev.tidegate.rollout.lease.r2dbc.LeaseTable;
import dev.tidegate.rollout.lease.r2dbc.LeaseTable.Held;
import dev.tidegate.rollout.staging.Finding;
import dev.tidegate.rollout.staging.StagingLostException;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.StagingStore;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Runs in tables {@code staging_run}, {@code staging_job} and {@code staging_finding}. */
public final class R2dbcStaging implements StagingStore {
    private static final String START = """
        insert into staging_run (id, change, revision, hash, tenant, nodes, targets, reason, started_by, started_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict do nothing\
        """;
    private static final String HELD =
            "select id from staging_run where id = $1 and epoch = $2 and state = 'running' for update";
    private static final String JOB = "select target, order_id, job from staging_job where run = $1 and target = $2";
    private static final String DISPATCH = """
        insert into staging_job (run, target, order_id, job) values ($1, $2, $3, $4)
        on conflict (run, target) do update set job = excluded.job\
        """;
    private static final String STEP = """
        select at, kind, node, passed, words from staging_finding where run = $1 and step = $2 order by number\
        """;
    private static final String FORGET = "delete from staging_finding where run = $1 and step = $2";
    private static final String KEEP = """
        insert into staging_finding (run, step, at, kind, node, passed, words)
        select $1, $2, $3, f.kind, f.node, f.passed::boolean, f.words
          from unnest($4::text[], $5::text[], $6::text[], $7::text[]) as f (kind, node, passed, words)\
        """;
    private static final String SOAKS = "update staging_run set soak_until = coalesce(soak_until, $2) where id = $1";
    private static final String SAYS =
            "update staging_run set reason = $3 where id = $1 and epoch = $2 and state = 'running'";
    private static final String END = """
        update staging_run set state = $2, reason = $3, ended_at = $4, owner = null, lease_until = null
         where id = $1\
        """;
    private static final String NEWEST = """
        select %s from staging_run s where change = $1 and revision = $2 order by started_at desc limit 1\
        """.formatted(StagingRows.COLUMNS);
    private static final String EVIDENCE = """
        select at, kind, node, passed, words from staging_finding where run = $1 order by number limit $2\
        """;
    private static final int LONGEST = 4_000;

    private static final LeaseTable LEASES =
            new LeaseTable("staging_run", "state = 'running'", "started_at", StagingRows.COLUMNS);

    private final Database database;

    public R2dbcStaging(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Boolean> start(StagingRun run, AuditEntry audit) {
        return database.transaction(connection -> update(
                        connection,
                        START,
                        run.id(),
                        run.change(),
                        run.revision(),
                        run.hash(),
                        run.tenant(),
                        run.nodes().toArray(String[]::new),
                        run.members().stream().map(StagingRun.Member::target).toArray(String[]::new),
                        run.reason(),
                        run.startedBy(),
                        run.startedAt())
                .flatMap(rows -> rows == 0
                        ? Mono.just(false)
                        : R2dbcAudit.append(connection, List.of(audit)).thenReturn(true)));
    }

    @Override
    public Mono<List<Claimed>> claim(String owner, Duration lease, List<String> driven, int atMost) {
        return database.use(connection -> LEASES.claim(connection, StagingRows::claimed, owner, lease, driven, atMost));
    }

    @Override
    public Mono<Boolean> renew(Hold hold, Duration lease) {
        return database.use(connection -> LEASES.renew(connection, List.of(held(hold)), lease))
                .map(kept -> !kept.isEmpty());
    }

    private static Held held(Hold hold) {
        return new Held(hold.run(), hold.epoch());
    }

    /** Whoever else would take it over waits until the transaction ends. */
    private <T> Mono<T> held(Hold hold, Function<Connection, Mono<T>> work) {
        return database.transaction(connection -> query(connection, row -> true, HELD, hold.run(), hold.epoch())
                .flatMap(rows ->
                        rows.isEmpty() ? Mono.error(() -> new StagingLostException(hold)) : work.apply(connection)));
    }

    @Override
    public Mono<Optional<Job>> job(Hold hold, String target) {
        return database.use(connection -> query(connection, StagingRows::job, JOB, hold.run(), target))
                .map(rows -> rows.stream().findFirst());
    }

    @Override
    public Mono<Boolean> says(Hold hold, String words) {
        return database.use(connection -> update(connection, SAYS, hold.run(), hold.epoch(), words))
                .map(rows -> rows > 0);
    }

    @Override
    public Mono<Job> dispatch(Hold hold, Job job) {
        return held(
                hold,
                connection -> update(connection, DISPATCH, hold.run(), job.target(), job.order(), job.name())
                        .thenReturn(job));
    }

    @Override
    public Mono<List<Finding>> step(Hold hold, String step) {
        return database.use(connection -> query(connection, StagingRows::finding, STEP, hold.run(), step));
    }

    @Override
    public Mono<List<Finding>> keep(Hold hold, String step, List<Finding> findings) {
        if (findings.isEmpty()) {
            return Mono.just(findings);
        }
        return held(
                hold,
                connection -> update(connection, FORGET, hold.run(), step)
                        .then(update(
                                connection,
                                KEEP,
                                hold.run(),
                                step,
                                findings.getFirst().at(),
                                findings.stream()
                                        .map(one -> one.kind().name().toLowerCase(Locale.ROOT))
                                        .toArray(String[]::new),
                                findings.stream().map(Finding::node).toArray(String[]::new),
                                findings.stream()
                                        .map(one -> Boolean.toString(one.passed()))
                                        .toArray(String[]::new),
                                findings.stream()
                                        .map(one -> shortened(one.words()))
                                        .toArray(String[]::new)))
                        .thenReturn(findings));
    }

    private static String shortened(String words) {
        String clean = words.replace('\0', ' ');
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
    }

    @Override
    public Mono<Instant> soaks(Hold hold, Instant until) {
        return held(
                hold, connection -> update(connection, SOAKS, hold.run(), until).thenReturn(until));
    }

    @Override
    public Mono<Boolean> end(Hold hold, StagingRun.State state, String reason, Instant at, AuditEntry audit) {
        String word = state.name().toLowerCase(Locale.ROOT);
        return held(
                hold,
                connection -> update(connection, END, hold.run(), word, shortened(reason), at)
                        .then(R2dbcAudit.append(connection, List.of(audit)))
                        .thenReturn(true));
    }

    @Override
    public Mono<Boolean> release(Hold hold) {
        return database.use(connection -> LEASES.release(connection, held(hold)));
    }

    @Override
    public Mono<Optional<StagingRun>> newest(String change, int revision) {
        return database.use(connection -> query(connection, StagingRows::run, NEWEST, change, revision))
                .map(rows -> rows.stream().findFirst());
    }

    @Override
    public Mono<List<Finding>> evidence(String run, int atMost) {
        return database.use(connection -> query(connection, StagingRows::finding, EVIDENCE, run, atMost));
    }
}
