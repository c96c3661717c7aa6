package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.FieldCapsRequest;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A signal of some nodes, as searches. An index that is not there and a pattern that matches nothing are errors, and
 * what was found before shards failed is asked for, so that it can be called partial.
 *
 * @param interval the policy's, for {@code $interval}
 */
record Question(Signal signal, Source.Elasticsearch source, List<String> nodes, Duration interval) {
    static final String NODES = "nodes";
    static final String BEFORE = "before";
    static final String WINDOWS = "windows";
    static final String STEPS = "steps";
    static final String NEWEST = "newest";
    static final String PART = "part";
    static final String TOTAL = "total";

    /** By node: the newest document before the first window, and by window the newest, the part and the total. */
    SearchRequest counts(Windows steps, Duration within) {
        Aggregation.Builder.ContainerBuilder byStep = new Aggregation.Builder()
                .dateHistogram(histogram -> histogram
                        .field(source.timeField())
                        .fixedInterval(interval -> interval.time(steps.width() + "ms"))
                        .offset(offset -> offset.time(Math.floorMod(steps.start(), steps.width()) + "ms"))
                        .minDocCount(1))
                .aggregations(NEWEST, newest())
                .aggregations(PART, matching(source.query()));
        if (signal.kind() == SignalKind.RATIO) {
            byStep.aggregations(TOTAL, matching(total()));
        }
        Aggregation byNode = new Aggregation.Builder()
                .terms(terms -> terms.field(source.nodeField())
                        .include(include -> include.terms(nodes))
                        .size(nodes.size()))
                .aggregations(
                        BEFORE,
                        new Aggregation.Builder()
                                .filter(during(steps.earliest(), steps.start()))
                                .aggregations(NEWEST, newest())
                                .build())
                .aggregations(
                        WINDOWS,
                        new Aggregation.Builder()
                                .filter(during(steps.start(), steps.end()))
                                .aggregations(STEPS, byStep.build())
                                .build())
                .build();
        return search(within, Math.min(steps.earliest(), steps.start()), steps.end())
                .aggregations(NODES, byNode)
                .build();
    }

    /** The newest document of any of the nodes before a time, however old. */
    SearchRequest newestBefore(long end, Duration within) {
        return search(within, Long.MIN_VALUE, end)
                .aggregations(NEWEST, newest())
                .build();
    }

    private SearchRequest.Builder search(Duration within, long from, long to) {
        return new SearchRequest.Builder()
                .index(source.index())
                .ignoreUnavailable(false)
                .allowNoIndices(false)
                .allowPartialSearchResults(true)
                .timeout(within.toMillis() + "ms")
                .size(0)
                .trackTotalHits(hits -> hits.enabled(false))
                .query(query -> query.bool(bool -> bool.filter(during(from, to), ofNodes())));
    }

    /** What the fields are in each index. */
    FieldCapsRequest fields() {
        return FieldCapsRequest.of(request -> request.index(source.index())
                .ignoreUnavailable(false)
                .allowNoIndices(false)
                .fields(source.nodeField(), source.timeField()));
    }

    private String total() {
        return source.total().orElse("*");
    }

    private Query ofNodes() {
        return Query.of(query -> query.terms(terms -> terms.field(source.nodeField())
                .terms(any -> any.value(nodes.stream().map(FieldValue::of).toList()))));
    }

    private Query during(long from, long to) {
        return Query.of(query -> query.range(range -> range.date(date -> {
            date.field(source.timeField()).format("epoch_millis").lt(Long.toString(to));
            return from == Long.MIN_VALUE ? date : date.gte(Long.toString(from));
        })));
    }

    private Aggregation matching(String lucene) {
        return Aggregation.of(aggregation -> aggregation.filter(lucene(filled(lucene))));
    }

    /**
     * Not lenient: left to itself, Elasticsearch lets a word that cannot be a field's value, such as {@code
     * status:oops} for a number, match nothing.
     */
    static Query lucene(String filled) {
        return Query.of(query -> query.queryString(text -> text.query(filled).lenient(false)));
    }

    private Aggregation newest() {
        return Aggregation.of(aggregation -> aggregation.max(max -> max.field(source.timeField())));
    }

    private String filled(String lucene) {
        return lucene.replace("$nodes", nodes.stream().map(Question::quoted).collect(Collectors.joining("|")))
                .replace("$interval", interval.toSeconds() + "s");
    }

    /** As itself in a regular expression of Lucene's between slashes. */
    private static String quoted(String node) {
        return node.replaceAll("[^A-Za-z0-9_]", "\\\\$0");
    }

    /** The queries as they are sent, for checking them. */
    List<String> queries() {
        String part = filled(source.query());
        return signal.kind() == SignalKind.RATIO ? List.of(part, filled(total())) : List.of(part);
    }
}
