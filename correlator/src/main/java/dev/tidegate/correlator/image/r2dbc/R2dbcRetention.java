package dev.tidegate.correlator.image.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.Retention;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Mono;

/**
 * Deletes in bounded sweeps. Times of events never fall as their numbers rise, so a sweep looks at the lowest numbers of
 * a kind and deletes what of them is old; it never scans what stays.
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
              select seq from (
                select seq, at from event
                 where partition = $1 and kind not like 'alert.%'
                   and seq <= (select relayed_seq from shard where partition = $1)
                 order by seq limit $3) oldest
               where at < clock_timestamp() - make_interval(secs => $2)) old
             where e.partition = $1 and e.seq = old.seq""";
    private static final String ALERT_EVENTS = EVENTS.replace("not like", "like");

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
                        .flatMap(incidents -> update(connection, EVENTS, partition, incidentAge, rows)
                                .flatMap(events -> update(connection, ALERT_EVENTS, partition, alertEventAge, rows)
                                        .map(alertEvents ->
                                                new Swept(incidents, members, Math.max(events, alertEvents)))))));
    }
}
