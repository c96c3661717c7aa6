package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matcher.Op;
import dev.tidegate.model.matcher.Matchers;
import io.r2dbc.postgresql.codec.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An alert query as SQL. Equalities go to the index on labels; what the index cannot answer (expressions, inequalities,
 * "label is absent") is left over for the rows that come back.
 */
record AlertSql(Sql sql, Matchers leftOver) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static AlertSql of(AlertQuery query) {
        Sql sql = new Sql("select " + Rows.ALERT + " from alert a where true");
        if (!query.tenant().isEmpty()) {
            sql.add("and a.tenant = ?", query.tenant());
        }
        Map<String, String> equal = new LinkedHashMap<>();
        List<Matcher> rest = query.matchers().all().stream()
                .filter(matcher -> !indexed(matcher) || !unite(equal, matcher))
                .toList();
        if (!equal.isEmpty()) {
            sql.add("and a.labels @> ?", Json.of(JSON.writeValueAsString(equal)));
        }
        if (query.firing() != null) {
            sql.add("and a.state = ?", query.firing() ? "firing" : "resolved");
        }
        suppression(sql, query);
        if (!query.severities().isEmpty()) {
            sql.add("and a.severity = any(?)", (Object) query.severities().toArray(String[]::new));
        }
        if (query.site() != null) {
            sql.add("and a.site = ?", query.site());
        }
        if (query.incident() != null) {
            sql.add("and a.incident = ?", query.incident());
        }
        AlertQuery.After after = query.after();
        if (after != null) {
            sql.add(
                    "and (a.tenant, a.fingerprint, a.partition) > (?, ?, ?)",
                    after.tenant(),
                    after.fingerprint(),
                    after.partition());
        }
        // a page follows the index, tenant first; a whole list goes by fingerprint alone, as Alertmanager's does
        sql.add(
                query.limit() > 0
                        ? "order by a.tenant, a.fingerprint, a.partition"
                        : "order by a.fingerprint, a.tenant, a.partition");
        if (query.limit() > 0 && rest.isEmpty()) {
            sql.add("limit ?", query.limit());
        }
        return new AlertSql(sql, new Matchers(rest));
    }

    private static boolean indexed(Matcher matcher) {
        return matcher.op() == Op.EQUAL && !matcher.value().isEmpty();
    }

    /** False when the label must already equal something else: then the rows are left to say that none does. */
    private static boolean unite(Map<String, String> equal, Matcher matcher) {
        String before = equal.putIfAbsent(matcher.name(), matcher.value());
        return before == null || before.equals(matcher.value());
    }

    private static void suppression(Sql sql, AlertQuery query) {
        if (!query.active()) {
            sql.add("and (a.silenced_by <> '{}' or a.inhibited_by <> '{}')");
        }
        if (!query.silenced()) {
            sql.add("and a.silenced_by = '{}'");
        }
        if (!query.inhibited()) {
            sql.add("and a.inhibited_by = '{}'");
        }
    }
}
