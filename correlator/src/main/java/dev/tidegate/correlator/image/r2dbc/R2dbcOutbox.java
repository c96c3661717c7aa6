package dev.tidegate.correlator.image.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;

import dev.tidegate.correlator.image.Applied;
import dev.tidegate.correlator.image.Outbox;
import dev.tidegate.correlator.image.PublishedEvent;
import dev.tidegate.correlator.image.ShardStore.Claim;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import reactor.core.publisher.Mono;

/** What others need to know of committed work: which events are not out yet, and how far each shard has come. */
public final class R2dbcOutbox implements Outbox, Applied {
    private static final String PENDING = """
            select e.partition, e.seq, e.kind, e.tenant, e.site, coalesce(e.incident, '') as incident, e.body
              from event e join shard s on s.partition = e.partition
             where e.partition = $1 and e.seq > s.relayed_seq
             order by e.seq limit $2""";
    private static final String RELAYED = """
            update shard set relayed_seq = greatest(relayed_seq, $3)
             where partition = $1 and epoch = $2 returning relayed_seq""";
    private static final String OFFSETS = "select partition, next_offset from shard where partition < $1";

    private final Database database;

    public R2dbcOutbox(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<List<PublishedEvent>> pending(Claim claim, int limit) {
        return database.use(connection -> query(connection, R2dbcOutbox::event, PENDING, claim.partition(), limit))
                .timeout(Database.BOUND);
    }

    private static PublishedEvent event(Readable row) {
        return new PublishedEvent(
                RowImages.there(row, "partition", Integer.class),
                RowImages.there(row, "seq", Long.class),
                RowImages.text(row, "kind"),
                RowImages.text(row, "tenant"),
                RowImages.text(row, "site"),
                RowImages.text(row, "incident"),
                RowImages.text(row, "body").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Mono<Long> relayed(Claim claim, long seq) {
        return database.use(connection -> query(
                                connection,
                                row -> RowImages.there(row, "relayed_seq", Long.class),
                                RELAYED,
                                claim.partition(),
                                claim.epoch(),
                                seq)
                        .flatMap(rows -> rows.isEmpty() ? R2dbcShardStore.fenced(claim) : Mono.just(rows.getFirst())))
                .timeout(Database.BOUND);
    }

    @Override
    public Mono<List<Long>> nextOffsets(int partitions) {
        record Offset(int partition, long next) {}
        return database.use(connection -> query(
                        connection,
                        row -> new Offset(
                                RowImages.there(row, "partition", Integer.class),
                                RowImages.there(row, "next_offset", Long.class)),
                        OFFSETS,
                        partitions))
                .map(rows -> {
                    Long[] offsets = new Long[partitions];
                    Arrays.fill(offsets, 0L);
                    rows.forEach(row -> offsets[row.partition()] = row.next());
                    return List.of(offsets);
                })
                .timeout(Database.BOUND);
    }
}
