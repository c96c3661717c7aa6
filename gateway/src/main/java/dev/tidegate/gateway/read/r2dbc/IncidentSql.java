package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.IncidentQuery;
import org.jspecify.annotations.Nullable;

/** Incident queries as SQL. */
final class IncidentSql {
    private IncidentSql() {}

    static Sql rows(IncidentQuery query) {
        Sql sql = new Sql("select " + Rows.INCIDENT + " from incident i where true");
        states(sql, query);
        others(sql, query);
        return sql;
    }

    /** One incident, unless it is another tenant's. */
    static Sql one(String tenant, String id) {
        Sql sql = new Sql("select " + Rows.INCIDENT + " from incident i where i.id = ?", id);
        return tenant.isEmpty() ? sql : sql.add("and i.tenant = ?", tenant);
    }

    static Sql page(IncidentQuery query, IncidentQuery.@Nullable After after, int limit) {
        Sql sql = rows(query);
        if (after != null) {
            sql.add("and (i.opened_at, i.id) < (?, ?)", after.openedAt(), after.id());
        }
        return sql.add("order by i.opened_at desc, i.id desc limit ?", limit);
    }

    /** By state and severity, over everything that matches the rest of the query. */
    static Sql counts(IncidentQuery query) {
        Sql sql = new Sql("select i.state, i.severity, count(*) from incident i where true");
        others(sql, query);
        return sql.add("group by i.state, i.severity");
    }

    private static void states(Sql sql, IncidentQuery query) {
        if (!query.states().isEmpty()) {
            sql.add("and i.state = any(?)", (Object) query.states().toArray(String[]::new));
        }
        if (!query.severities().isEmpty()) {
            sql.add("and i.severity = any(?)", (Object) query.severities().toArray(String[]::new));
        }
    }

    private static void others(Sql sql, IncidentQuery query) {
        if (!query.tenant().isEmpty()) {
            sql.add("and i.tenant = ?", query.tenant());
        }
        if (query.site() != null) {
            sql.add("and i.site = ?", query.site());
        }
        if (query.since() != null) {
            sql.add("and i.opened_at >= ?", query.since());
        }
        if (query.until() != null) {
            sql.add("and i.opened_at < ?", query.until());
        }
        if (query.node() != null) {
            sql.add(
                    "and (? = any(i.nodes) or (i.node_count > cardinality(i.nodes) and " + hasMember("a.node = ?")
                            + "))",
                    query.node(),
                    query.node());
        }
        if (query.alertname() != null) {
            sql.add("and " + hasMember("a.alertname = ?"), query.alertname());
        }
        for (String word : query.words()) {
            String pattern = Patterns.holding(word);
            sql.add(
                    "and (i.title ilike ? or i.id ilike ? or array_to_string(i.nodes, ' ') ilike ? or "
                            + hasMember("a.alertname ilike ?") + ")",
                    pattern,
                    pattern,
                    pattern,
                    pattern);
        }
    }

    private static String hasMember(String condition) {
        return "exists (select from member m join alert a"
                + " on a.partition = m.partition and a.tenant = m.tenant and a.fingerprint = m.fingerprint"
                + " where m.incident = i.id and " + condition + ")";
    }
}
