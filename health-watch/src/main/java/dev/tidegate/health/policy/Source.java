package dev.tidegate.health.policy;

import java.util.Optional;

/**
 * Where a signal's values come from. In queries, {@code $nodes} stands for the nodes asked for (joined as a regular
 * expression, each quoted), {@code $interval} for the policy's interval.
 */
public sealed interface Source {

    /** For policies that are only judged over files: values are given by the caller. */
    record Given() implements Source {}

    /**
     * PromQL that answers one series a node.
     *
     * @param server name of a configured server
     * @param query of the value, or of a ratio's part
     * @param total of a ratio's total
     * @param label the label that names the node
     */
    record Prometheus(String server, String query, Optional<String> total, String label) implements Source {}

    /** InfluxQL 1.x that answers one series a node, grouped by the tag that names it; {@code $where} stands for nodes and time. */
    record Influx(String server, String database, String query, Optional<String> total, String tag) implements Source {}

    /**
     * Documents that match, as a count a node and round.
     *
     * @param index name or pattern; one that matches nothing is an error
     * @param query Lucene query string, such as {@code level:ERROR}
     * @param total of a ratio's total
     * @param nodeField keyword field that names the node
     * @param timeField date field
     */
    record Elasticsearch(
            String server, String index, String query, Optional<String> total, String nodeField, String timeField)
            implements Source {}

    /**
     * Our own alerts: how many that match fire on each node.
     *
     * @param matchers in Alertmanager's grammar; empty matches every alert
     */
    record Incidents(String matchers) implements Source {}
}
