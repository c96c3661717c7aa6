package dev.tidegate.correlator.image.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.Leases;
import dev.tidegate.correlator.image.ShardStore.Claim;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Leases in tables {@code shard} and {@code correlator_member}. */
public final class R2dbcLeases implements Leases {
    /** A heartbeat is of no use when it comes late. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final String SEEN = """
            insert into correlator_member (node, seen) values ($1, clock_timestamp())
                on conflict (node) do update set seen = excluded.seen""";
    private static final String FORGET =
            "delete from correlator_member where seen < clock_timestamp() - make_interval(secs => $1)";
    private static final String ALIVE = "select node from correlator_member order by node";
    private static final String HELD =
            "select partition, owner from shard where owner is not null and lease_until > clock_timestamp()";
    private static final String RENEW = """
            update shard set lease_until = clock_timestamp() + make_interval(secs => $3)
             where partition = $1 and epoch = $2""";
    private static final String RELEASE =
            "update shard set owner = null, lease_until = null where partition = $1 and epoch = $2";
    private static final String LEAVE = "delete from correlator_member where node = $1";

    private final Database database;

    public R2dbcLeases(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Standing> beat(String node, Duration ttl) {
        return database.use(connection -> update(connection, SEEN, node)
                        .then(update(connection, FORGET, seconds(ttl)))
                        .then(query(connection, row -> RowImages.text(row, "node"), ALIVE))
                        .flatMap(alive -> query(
                                        connection,
                                        row -> new Holding(
                                                RowImages.there(row, "partition", Integer.class),
                                                RowImages.text(row, "owner")),
                                        HELD)
                                .map(held -> new Standing(alive, held))))
                .timeout(BOUND);
    }

    @Override
    public Mono<List<Claim>> renew(List<Claim> claims, Duration lease) {
        return database.use(connection -> Flux.fromIterable(claims)
                        .filterWhen(
                                claim -> update(connection, RENEW, claim.partition(), claim.epoch(), seconds(lease))
                                        .map(rows -> rows > 0),
                                1)
                        .collectList())
                .timeout(BOUND);
    }

    @Override
    public Mono<Boolean> release(Claim claim) {
        return database.use(connection -> update(connection, RELEASE, claim.partition(), claim.epoch()))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    @Override
    public Mono<Boolean> leave(String node) {
        return database.use(connection -> update(connection, LEAVE, node))
                .map(rows -> rows > 0)
                .timeout(BOUND);
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
