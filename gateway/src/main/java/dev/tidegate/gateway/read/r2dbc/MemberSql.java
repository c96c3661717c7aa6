package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.MemberQuery;
import dev.tidegate.gateway.read.MemberQuery.Order;
import dev.tidegate.gateway.read.MemberRow;
import dev.tidegate.gateway.read.MemberState;
import dev.tidegate.model.Severity;
import java.util.List;
import java.util.stream.Collectors;

/** Queries for the members of one incident as SQL. */
final class MemberSql {
    /** The order of states and severities, and what a row says instead of their words. */
    static final List<MemberState> STATES = List.of(MemberState.values());

    static final List<Severity> SEVERITIES = List.of(Severity.values());

    private static final String ALERTS = " left join alert a on a.partition = m.partition and a.tenant = m.tenant"
            + " and a.fingerprint = m.fingerprint";

    /** Number of {@link MemberState}. */
    private static final String STATE = "case when m.left_at is not null then 2"
            + " when a.state = 'firing' and a.episode = m.episode then 0 else 1 end";

    /** Number of {@link Severity}: an alert that is gone is as good as one without. */
    private static final String SEVERITY = SEVERITIES.stream()
            .map(severity -> "when '" + severity.word() + "' then " + SEVERITIES.indexOf(severity))
            .collect(Collectors.joining(
                    " ", "case a.severity ", " else " + SEVERITIES.indexOf(Severity.UNKNOWN) + " end"));

    /** Of so many alerts of a node the labels are told. */
    private static final int LABELS = 3;

    private static final String WORST = STATE + ", " + SEVERITY + ", m.joined_at, m.fingerprint, m.episode";
    private static final String JOINED = "m.joined_at, m.fingerprint, m.episode";

    private MemberSql() {}

    /**
     * A page. What is ordered are the keys alone: the texts of a hundred thousand alerts would not fit in the memory that
     * PostgreSQL sorts in.
     */
    static Sql page(MemberQuery query, MemberQuery.Part part) {
        boolean worst = part.order() == Order.WORST;
        String order = worst ? WORST : JOINED;
        Sql sql = new Sql(
                "with page as (select m.tenant, m.fingerprint, m.episode from member m" + ALERTS
                        + " where m.incident = ?",
                query.incident());
        wanted(sql, query);
        MemberRow.Place after = part.after();
        if (after != null && worst) {
            sql.add(
                    "and (" + order + ") > (?, ?, ?, ?, ?)",
                    STATES.indexOf(after.state()),
                    SEVERITIES.indexOf(after.severity()),
                    after.joinedAt(),
                    after.fingerprint(),
                    after.episode());
        } else if (after != null) {
            sql.add("and (" + order + ") > (?, ?, ?)", after.joinedAt(), after.fingerprint(), after.episode());
        }
        sql.add("order by " + order + " offset ? limit ?)", part.skip(), part.limit());
        return sql.add(
                "select m.tenant, m.fingerprint, m.episode, m.joined_at, m.left_at, " + STATE + ", m.reason::text, "
                        + Rows.ALERT + " from page p join member m on m.incident = ? and m.tenant = p.tenant"
                        + " and m.fingerprint = p.fingerprint and m.episode = p.episode" + ALERTS + " order by "
                        + order,
                query.incident());
    }

    /** What is wanted of the members and alerts before it. */
    private static void wanted(Sql sql, MemberQuery query) {
        text(sql, query);
        inStates(sql.add("and"), query);
        inSeverities(sql.add("and"), query);
        ofName(sql.add("and"), query);
        onNode(sql.add("and"), query);
    }

    /**
     * Counts by state, severity, name and node in one pass, each over what matches everything but itself: number of the
     * facet, value, count, and how many values there are.
     */
    static Sql counts(MemberQuery query, int top) {
        Sql sql = new Sql("with one as (select " + STATE + " as state, " + SEVERITY + " as severity,"
                + " coalesce(a.alertname, '') as alertname, coalesce(a.node, '') as node,");
        inStates(sql, query);
        inSeverities(sql.add("as in_states,"), query);
        ofName(sql.add("as in_severities,"), query);
        onNode(sql.add("as of_name,"), query);
        sql.add("as on_node from member m" + ALERTS + " where m.incident = ?", query.incident());
        text(sql, query);
        return sql.add(
                "), facet as (select grouping(state, severity, alertname, node) as facet,"
                        + " coalesce(state::text, severity::text, alertname, node, '') as value,"
                        + " case grouping(state, severity, alertname, node)"
                        + " when 7 then count(*) filter (where in_severities and of_name and on_node)"
                        + " when 11 then count(*) filter (where in_states and of_name and on_node)"
                        + " when 13 then count(*) filter (where in_states and in_severities and on_node)"
                        + " when 14 then count(*) filter (where in_states and in_severities and of_name)"
                        + " else count(*) filter (where in_states and in_severities and of_name and on_node) end as n"
                        + " from one group by grouping sets ((state), (severity), (alertname), (node), ())),"
                        + " ranked as (select facet, value, n, count(*) over w as kinds,"
                        + " row_number() over (w order by n desc, value) as place from facet"
                        + " where facet = 15 or n > 0 and value <> '' window w as (partition by facet))"
                        + " select facet, value, n, kinds from ranked where place <= ? order by facet, place",
                top);
    }

    /**
     * Nodes with the labels of a few of their alerts: those say what a node hangs on, and are much the same in all of them.
     * They are found by node: a way over the incident would read all its alerts again for each node.
     */
    static Sql nodes(String tenant, String incident, int limit) {
        return new Sql(
                "select n.node, n.firing, n.alerts, array(select a.labels::text from (select * from alert"
                        + " where tenant = ? and node = n.node offset 0) a where a.incident = ? limit " + LABELS
                        + ") from (select a.node,"
                        + " count(*) filter (where a.state = 'firing' and a.episode = m.episode) as firing,"
                        + " count(*) as alerts from member m" + ALERTS
                        + " where m.incident = ? and m.left_at is null and a.node <> '' group by a.node"
                        + " order by 2 desc, 3 desc, 1 limit ?) n order by 2 desc, 3 desc, 1",
                tenant,
                incident,
                incident,
                limit);
    }

    private static void text(Sql sql, MemberQuery query) {
        for (String word : query.words()) {
            String pattern = Patterns.holding(word);
            sql.add(
                    "and (a.alertname ilike ? or a.node ilike ? or a.labels::text ilike ? or m.fingerprint like ?)",
                    pattern,
                    pattern,
                    pattern,
                    pattern);
        }
    }

    private static void inStates(Sql sql, MemberQuery query) {
        if (query.states().isEmpty()) {
            sql.add("true");
        } else {
            Integer[] numbers = query.states().stream().map(STATES::indexOf).toArray(Integer[]::new);
            sql.add("(" + STATE + ") = any(?)", (Object) numbers);
        }
    }

    private static void inSeverities(Sql sql, MemberQuery query) {
        if (query.severities().isEmpty()) {
            sql.add("true");
        } else {
            sql.add("coalesce(a.severity, 'unknown') = any(?)", (Object)
                    query.severities().toArray(String[]::new));
        }
    }

    private static void ofName(Sql sql, MemberQuery query) {
        if (query.alertname() == null) {
            sql.add("true");
        } else {
            sql.add("coalesce(a.alertname = ?, false)", query.alertname());
        }
    }

    private static void onNode(Sql sql, MemberQuery query) {
        if (query.node() == null) {
            sql.add("true");
        } else {
            sql.add("coalesce(a.node = ?, false)", query.node());
        }
    }
}
