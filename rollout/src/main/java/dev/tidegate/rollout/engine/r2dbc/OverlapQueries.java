package dev.tidegate.rollout.engine.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;

import dev.tidegate.rollout.engine.RolloutStore.Overlap;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.util.List;
import reactor.core.publisher.Mono;

/** Which rollouts touch the same nodes. */
final class OverlapQueries {
    private static final int NAMED = 10;

    /** On the same nodes, or with packages of the same place: what one publishes, the other would take for its own. */
    private static final String BEFORE = """
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

    private OverlapQueries() {}

    /** Older ones that are under way. */
    static Mono<List<Overlap>> before(Connection connection, String rollout) {
        return query(connection, OverlapQueries::overlap, BEFORE, rollout);
    }

    /** Younger ones that have left something on these nodes, or may yet. */
    static Mono<List<Overlap>> later(Connection connection, String rollout) {
        return query(connection, OverlapQueries::overlap, LATER, rollout);
    }

    private static Overlap overlap(Readable row) {
        return new Overlap(
                Columns.text(row, "id"),
                Columns.text(row, "title"),
                Columns.there(row, "count", Long.class),
                List.of(Columns.there(row, "nodes", String[].class)).stream()
                        .limit(NAMED)
                        .toList());
    }
}
