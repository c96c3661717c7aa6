package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch._types.ClusterStatistics;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.ShardStatistics;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.DateHistogramBucket;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsAggregate;
import co.elastic.clients.elasticsearch._types.aggregations.StringTermsBucket;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import dev.tidegate.health.evidence.Evidence;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads what Elasticsearch answered. What is not whole is {@link NoEvidence}. */
final class Answer {
    private Answer() {}

    /** @return the newest time that was asked for; empty when there is no document */
    static OptionalLong newest(String server, String index, SearchResponse<Void> response) {
        whole(server, index, response);
        return newest(response.aggregations());
    }

    static Tallies tallies(String server, Question question, Windows steps, SearchResponse<Void> response) {
        String index = question.source().index();
        whole(server, index, response);
        Tallies tallies = new Tallies(question.nodes().size(), steps.count());
        Aggregate byNode = response.aggregations().get(Question.NODES);
        if (byNode == null || !byNode.isSterms()) {
            // of a field without values or of numbers: then no document is of these nodes
            return tallies.settled();
        }
        Map<String, Integer> places = new HashMap<>();
        question.nodes().forEach(node -> places.putIfAbsent(node, places.size()));
        StringTermsAggregate terms = byNode.sterms();
        exact(server, index, terms);
        for (StringTermsBucket bucket : terms.buckets().array()) {
            Integer node = places.get(bucket.key().stringValue());
            if (node != null) {
                read(bucket, node, steps, tallies);
            }
        }
        return tallies.settled();
    }

    private static void read(StringTermsBucket bucket, int node, Windows steps, Tallies tallies) {
        newest(part(bucket.aggregations(), Question.BEFORE).filter().aggregations())
                .ifPresent(time -> tallies.before(node, time));
        Map<String, Aggregate> windows =
                part(bucket.aggregations(), Question.WINDOWS).filter().aggregations();
        for (DateHistogramBucket window :
                part(windows, Question.STEPS).dateHistogram().buckets().array()) {
            int step = Math.toIntExact((window.key() - steps.start()) / steps.width());
            Aggregate total = window.aggregations().get(Question.TOTAL);
            tallies.add(
                    step,
                    node,
                    part(window.aggregations(), Question.PART).filter().docCount(),
                    total == null ? 0 : total.filter().docCount());
            newest(window.aggregations()).ifPresent(time -> tallies.newest(step, node, time));
        }
    }

    /** A part of the answer that was asked for. */
    private static Aggregate part(Map<String, Aggregate> aggregations, String name) {
        Aggregate found = aggregations.get(name);
        if (found == null) {
            throw NoEvidence.error("Elasticsearch's answer lacks the part \"" + name + "\"");
        }
        return found;
    }

    private static OptionalLong newest(Map<String, Aggregate> aggregations) {
        Aggregate found = aggregations.get(Question.NEWEST);
        @Nullable Double value = found == null ? null : found.max().value();
        return value == null || !Double.isFinite(value) ? OptionalLong.empty() : OptionalLong.of(value.longValue());
    }

    private static void whole(String server, String index, SearchResponse<Void> response) {
        ShardStatistics shards = response.shards();
        if (shards.total().intValue() == 0) {
            throw NoEvidence.error(index + " on " + server + " has no shard: the pattern matches no index");
        }
        if (shards.failed().intValue() > 0) {
            String why = Optional.ofNullable(shards.failures()).stream()
                    .flatMap(java.util.List::stream)
                    .findFirst()
                    .map(failure -> ": " + reason(failure.reason()))
                    .orElse("");
            throw partial("%s answered for %d of %d shards of %s only%s"
                    .formatted(
                            server,
                            shards.total().intValue() - shards.failed().intValue(),
                            shards.total().intValue(),
                            index,
                            why));
        }
        if (response.timedOut()) {
            throw partial(server + " ran out of time before it had counted all of " + index);
        }
        if (Boolean.TRUE.equals(response.terminatedEarly())) {
            throw partial(server + " stopped counting " + index + " early");
        }
        ClusterStatistics clusters = response.clusters();
        if (clusters != null && clusters.successful() < clusters.total()) {
            throw partial("%s answered for %d of %d clusters of %s only"
                    .formatted(server, clusters.successful(), clusters.total(), index));
        }
    }

    private static void exact(String server, String index, StringTermsAggregate terms) {
        Long error = terms.docCountErrorUpperBound();
        Long others = terms.sumOtherDocCount();
        if (error != null && error != 0 || others != null && others != 0) {
            throw partial(server + " gave counts of " + index + " that are estimates");
        }
    }

    private static String reason(ErrorCause cause) {
        return Check.shortened(String.valueOf(cause.reason() == null ? cause.type() : cause.reason()));
    }

    private static NoEvidence partial(String reason) {
        return new NoEvidence(new Evidence.Partial(reason));
    }
}
