package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.TimelineQuery;

/**
 * An incident's events as SQL. Its own, and those of others that came from it or went into it, are found by an index each
 * and only then put together: asked for in one condition, PostgreSQL would read and sort all of them for each page.
 */
final class TimelineSql {
    private TimelineSql() {}

    static Sql of(TimelineQuery query) {
        Sql sql = new Sql("select * from (");
        part(sql, "e.incident = ?", query);
        sql.add("union all");
        part(sql, "e.kind in ('incident.merged', 'incident.split') and e.body->'details'->>'into' = ?", query);
        return sql.add(") e (partition, seq, kind, tenant, site, incident, body) order by seq "
                        + (query.newestFirst() ? "desc" : "asc"))
                .add("limit ?", query.limit());
    }

    private static void part(Sql sql, String condition, TimelineQuery query) {
        sql.add("(select " + Rows.EVENT + " from event e where " + condition, query.incident());
        if (!query.alerts()) {
            sql.add("and e.kind not like 'alert.%'");
        }
        if (query.after() != null) {
            sql.add(query.newestFirst() ? "and e.seq < ?" : "and e.seq > ?", query.after());
        }
        sql.add("order by e.seq " + (query.newestFirst() ? "desc" : "asc")).add("limit ?)", query.limit());
    }
}
