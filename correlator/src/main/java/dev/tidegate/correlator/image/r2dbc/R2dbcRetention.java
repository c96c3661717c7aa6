package dev.tidegate.correlator.image.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.Retention;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Mono;

/**
 * Deletes in bounded sweeps. Old events are found from the low end of the primary key: numbers rise with time, so the
 * sweep stops at the first young one and never scans the table.
 */
public final class R2dbcRetention implements Retention {
    private static final String MEMBERS = """
            delete from member where incident in (
              select id from incident
               where partition = $1 and state in ('closed', 'merged')
                 and updated_at < clock_timestamp() - make_interval(secs => $2)
               order by updated_at limit $3)""";
    private static final String INCIDENTS = """
            delete from incident where id in (
              select id from incident
               where partition = $1 and state in ('closed', 'merged')
                 and updated_at < clock_timestamp() - make_interval(secs => $2)
               order by updated_at limit $3)""";
    private static final String EVENTS = """
            delete from event e using (
              select partition, seq from event
               where partition = $1
                 and seq <= (select relayed_seq from shard where partition = $1)
                 and (at < clock_timestamp() - make_interval(secs => $2)
                      or kind like 'alert.%' and at < clock_timestamp() - make_interval(secs => $4))
               order by seq limit $3) old
             where e.partition = old.partition and e.seq = old.seq""";

    private final Database database;

    public R2dbcRetention(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Swept> sweep(int partition, Keep keep) {
        double incidentAge = R2dbcLeases.seconds(keep.incidents());
        double alertEventAge = R2dbcLeases.seconds(keep.alertEvents());
        int rows = keep.rowsPerSweep();
        return database.transaction(connection -> update(connection, MEMBERS, partition, incidentAge, rows)
                .flatMap(members -> update(connection, INCIDENTS, partition, incidentAge, rows)
                        .flatMap(incidents -> update(connection, EVENTS, partition, incidentAge, rows, alertEventAge)
                                .map(events -> new Swept(incidents, members, events)))));
    }
}
