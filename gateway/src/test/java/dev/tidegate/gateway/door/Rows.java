package dev.tidegate.gateway.door;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.ShardStore.Claim;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.correlator.image.r2dbc.Migrations;
import dev.tidegate.correlator.image.r2dbc.R2dbcShardStore;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rows and events of so many shards in a real database, written through the correlator's own store. */
final class Rows {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final ConnectionPool connections;
    private final R2dbcShardStore store;
    private final List<Claim> claims = new ArrayList<>();
    private final long[] offsets;
    private final long[] seqs;

    Rows(int partitions) {
        offsets = new long[partitions];
        seqs = new long[partitions];
        PostgresConnection at = SharedEmbedded.get()
                .migratedDatabase(
                        "tidegate",
                        empty -> Migrations.migrate(empty.jdbcUrl(), empty.user(), empty.password())
                                .block(PATIENCE));
        ConnectionFactory single = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(at.host())
                .port(at.port())
                .database(at.database())
                .username(at.user())
                .password(at.password())
                .build());
        connections = new ConnectionPool(
                ConnectionPoolConfiguration.builder(single).maxSize(8).build());
        store = new R2dbcShardStore(single);
        for (int i = 0; i < partitions; i++) {
            claims.add(store.claim(i, "town", Duration.ofHours(1)).block(PATIENCE));
        }
    }

    /** Rows by the thousand, as nothing but the database can make them quickly. */
    void sql(String... statements) {
        Mono.usingWhen(
                        connections.create(),
                        connection -> Flux.just(statements)
                                .concatMap(
                                        sql -> connection.createStatement(sql).execute())
                                .concatMap(result -> result.getRowsUpdated())
                                .then(),
                        connection -> connection.close())
                .block(PATIENCE.multipliedBy(2));
    }

    /** The next event of a partition. */
    EventImage event(
            int partition,
            String kind,
            String site,
            @Nullable String incident,
            @Nullable Object subject,
            String actor,
            Map<String, String> details) {
        return new EventImage(
                ++seqs[partition], Town.now(), kind, "default", site, incident, null, actor, subject, details);
    }

    void commit(
            int partition,
            List<AlertImage> changedAlerts,
            List<IncidentImage> changedIncidents,
            List<MemberImage> members,
            List<SilenceImage> changedSilences,
            List<EventImage> events) {
        Changes changes = new Changes(
                partition,
                ++offsets[partition],
                Town.now(),
                seqs[partition],
                null,
                List.of(),
                List.of(),
                changedAlerts,
                List.of(),
                changedIncidents,
                members,
                changedSilences,
                List.of(),
                events);
        store.commit(claims.get(partition), changes).block(PATIENCE);
    }

    /** Of a partition's latest event. */
    long seq(int partition) {
        return seqs[partition];
    }
}
