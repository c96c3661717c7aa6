package dev.tidegate.correlator.image.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.FencedException;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.image.ShardStore;
import dev.tidegate.correlator.image.json.Rfc3339;
import dev.tidegate.correlator.image.json.StoredJson;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.json.PolicyJson;
import dev.tidegate.model.Fingerprint;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Shards on PostgreSQL. A commit is one transaction that begins by moving the shard's offset on where partition and
 * epoch are the claim's and the offset does not fall; no row there means that somebody else took over (or that a commit
 * given up as lost arrived after all), and nothing is written. The row lock it takes
 * makes a take-over wait for a commit that is under way.
 */
public final class R2dbcShardStore implements ShardStore {
    /** Rows of one statement: beyond this, bigger statements gain nothing. */
    private static final int BATCH_ROWS = 2_000;
    /** Characters of one statement. */
    private static final int BATCH_CHARS = 4 << 20;

    private static final String CLAIM = """
            update shard set epoch = epoch + 1, owner = $2,
                   lease_until = clock_timestamp() + make_interval(secs => $3)
             where partition = $1
               and (owner is null or owner = $2 or lease_until is null or lease_until < clock_timestamp())
            returning epoch""";
    private static final String FENCE = """
            update shard set next_offset = $3, clock = ($4::text)::timestamptz, event_seq = $5,
                   policy = coalesce(($6::text)::jsonb, policy), state = ($7::text)::jsonb
             where partition = $1 and epoch = $2 and next_offset <= $3 and event_seq <= $5""";
    /** Waits for a commit that is still under way, though its writer has given it up as lost. */
    private static final String LOAD_SHARD = "select * from shard where partition = $1 and epoch = $2 for update";

    private static final String LOAD_ALERTS = "select * from alert where partition = $1 order by tenant, fingerprint";
    private static final String LOAD_INCIDENTS = """
            select * from incident
             where partition = $1 and state in ('open', 'acknowledged', 'resolved') order by id""";
    private static final String LOAD_MEMBERS = """
            select m.* from member m join incident i on i.id = m.incident
             where i.partition = $1 and i.state in ('open', 'acknowledged', 'resolved')
             order by m.incident, m.tenant, m.fingerprint, m.episode""";
    private static final String LOAD_SILENCES = "select * from silence where partition = $1 order by id";
    private static final String DELETE_ALERTS = """
            delete from alert a using unnest(($2::text)::text[], ($3::text)::text[]) as r(tenant, fingerprint)
             where a.partition = $1 and a.tenant = r.tenant and a.fingerprint = r.fingerprint""";
    private static final String DELETE_SILENCES =
            "delete from silence where partition = $1 and id = any(($2::text)::text[])";

    private final Database database;

    public R2dbcShardStore(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    /** {@inheritDoc} A partition that this very owner holds is given anew: its former self is dead. */
    @Override
    public Mono<Claim> claim(int partition, String owner, Duration lease) {
        return database.use(connection -> update(
                                connection,
                                "insert into shard (partition) values ($1) on conflict do nothing",
                                partition)
                        .then(query(
                                connection,
                                row -> RowImages.there(row, "epoch", Long.class),
                                CLAIM,
                                partition,
                                owner,
                                lease.toMillis() / 1_000.0))
                        .flatMap(epochs -> epochs.isEmpty()
                                ? Mono.empty()
                                : Mono.just(new Claim(partition, epochs.getFirst(), owner))))
                .timeout(Database.BOUND);
    }

    @Override
    public Mono<ShardImage> load(Claim claim) {
        return database.use(connection -> query(
                        connection, R2dbcShardStore::header, LOAD_SHARD, claim.partition(), claim.epoch())
                .flatMap(
                        rows -> rows.isEmpty() ? fenced(claim) : load(connection, claim.partition(), rows.getFirst())));
    }

    private static ShardImage header(io.r2dbc.spi.Readable row) {
        String policy = row.get("policy", String.class);
        return new ShardImage(
                RowImages.there(row, "partition", Integer.class),
                RowImages.there(row, "next_offset", Long.class),
                RowImages.time(row, "clock"),
                RowImages.there(row, "event_seq", Long.class),
                policy == null ? null : PolicyJson.read(policy),
                StoredJson.scopes(RowImages.text(row, "state")),
                StoredJson.untold(RowImages.text(row, "state")),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Mono<ShardImage> load(Connection connection, int partition, ShardImage header) {
        return query(connection, RowImages::alert, LOAD_ALERTS, partition)
                .flatMap(alerts -> query(connection, RowImages::incident, LOAD_INCIDENTS, partition)
                        .flatMap(incidents -> query(connection, RowImages::member, LOAD_MEMBERS, partition)
                                .flatMap(members -> query(connection, RowImages::silence, LOAD_SILENCES, partition)
                                        .map(silences -> new ShardImage(
                                                partition,
                                                header.nextOffset(),
                                                header.clock(),
                                                header.eventSeq(),
                                                header.policy(),
                                                header.scopes(),
                                                header.untold(),
                                                alerts,
                                                incidents,
                                                members,
                                                silences)))));
    }

    @Override
    public Mono<Committed> commit(Claim claim, Changes changes) {
        return database.transaction(connection -> fence(connection, claim, changes)
                .thenMany(Flux.concat(writes(connection, changes)))
                .reduce(0L, Long::sum)
                .map(rows -> new Committed(
                        changes.partition(), changes.nextOffset(), changes.eventSeq(), Math.toIntExact(rows))));
    }

    private static Mono<Long> fence(Connection connection, Claim claim, Changes changes) {
        if (claim.partition() != changes.partition()) {
            return Mono.error(new IllegalArgumentException(
                    "changes of partition " + changes.partition() + " under a claim on " + claim.partition()));
        }
        @Nullable Policy policy = changes.policy();
        return update(
                        connection,
                        FENCE,
                        claim.partition(),
                        claim.epoch(),
                        changes.nextOffset(),
                        Rfc3339.of(changes.clock()),
                        changes.eventSeq(),
                        policy == null ? null : PolicyJson.write(policy),
                        StoredJson.state(changes.scopes(), changes.untold()))
                .flatMap(rows -> rows == 0 ? fenced(claim) : Mono.just(rows));
    }

    private static List<Flux<Long>> writes(Connection connection, Changes changes) {
        int partition = changes.partition();
        return List.of(
                write(connection, partition, Tables.ALERT, changes.alerts()),
                write(connection, partition, Tables.INCIDENT, changes.incidents()),
                write(connection, partition, Tables.MEMBER, changes.members()),
                write(connection, partition, Tables.SILENCE, changes.silences()),
                write(connection, partition, Tables.event(partition), changes.events()),
                deleteAlerts(connection, partition, changes.goneAlerts()),
                deleteSilences(connection, partition, changes.goneSilences()));
    }

    private static <T> Flux<Long> write(Connection connection, int partition, Table<T> table, List<T> rows) {
        if (rows.isEmpty()) {
            return Flux.empty();
        }
        String sql = table.sql();
        // the next batch is written out while the server works on this one, and not on the connection's own thread
        return table.batches(rows, BATCH_ROWS, BATCH_CHARS)
                .subscribeOn(Schedulers.parallel())
                .concatMap(
                        batch -> {
                            Object[] parameters = new Object[batch.arrays().size() + 1];
                            parameters[0] = partition;
                            for (int i = 0; i < batch.arrays().size(); i++) {
                                parameters[i + 1] = batch.arrays().get(i);
                            }
                            return update(connection, sql, parameters);
                        },
                        1);
    }

    private static Flux<Long> deleteAlerts(Connection connection, int partition, List<Changes.AlertKey> gone) {
        if (gone.isEmpty()) {
            return Flux.empty();
        }
        String tenants =
                ArrayText.of(gone.stream().map(Changes.AlertKey::tenant).toList());
        String fingerprints = ArrayText.of(
                gone.stream().map(key -> Fingerprint.toHex(key.fingerprint())).toList());
        return update(connection, DELETE_ALERTS, partition, tenants, fingerprints)
                .flux();
    }

    private static Flux<Long> deleteSilences(Connection connection, int partition, List<String> gone) {
        return gone.isEmpty()
                ? Flux.empty()
                : update(connection, DELETE_SILENCES, partition, ArrayText.of(gone))
                        .flux();
    }

    static <T> Mono<T> fenced(Claim claim) {
        return Mono.error(new FencedException(claim.partition(), claim.epoch()));
    }
}
