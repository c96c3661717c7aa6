package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch.core.FieldCapsResponse;
import co.elastic.clients.elasticsearch.core.field_caps.FieldCapability;
import co.elastic.clients.elasticsearch.indices.ValidateQueryRequest;
import co.elastic.clients.elasticsearch.indices.ValidateQueryResponse;
import co.elastic.clients.elasticsearch.indices.validate_query.IndicesValidationExplanation;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds mistakes in a question that Elasticsearch would answer with an innocent zero: a field that no index has, a node
 * field that is analysed text, a time field that is no date. What was found right is not asked again for
 * {@link #GOOD_FOR}.
 */
final class Check {
    static final Duration GOOD_FOR = Duration.ofMinutes(1);

    /** Questions remembered; the least recently used goes first. */
    private static final int REMEMBERED = 256;

    private static final Set<String> TIMES = Set.of("date", "date_nanos");
    private static final Pattern UNMAPPED = Pattern.compile("unmapped fields? ?(?:\\[([^\\]]*)]|:([^\\\")]*))");
    private static final int SHOWN = 300;

    private final Client client;
    private final String server;
    private final Map<Signal, Mono<Boolean>> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signal, Mono<Boolean>> eldest) {
            return size() > REMEMBERED;
        }
    };

    Check(Client client, String server) {
        this.client = client;
        this.server = server;
    }

    /** Always true, or {@link NoEvidence} that says what is wrong. */
    Mono<Boolean> of(Question question) {
        Supplier<Mono<Boolean>> ask = () -> client.ask(api -> api.fieldCaps(question.fields()))
                .map(fields -> aboutFields(question, fields))
                .thenMany(Flux.fromIterable(question.queries()))
                .concatMap(query -> aboutQuery(question, query))
                .then(Mono.just(true))
                .cache(good -> GOOD_FOR, bad -> Duration.ZERO, () -> Duration.ZERO);
        synchronized (remembered) {
            return remembered.computeIfAbsent(question.signal(), signal -> ask.get());
        }
    }

    private boolean aboutFields(Question question, FieldCapsResponse fields) {
        String node = question.source().nodeField();
        String time = question.source().timeField();
        for (FieldCapability field : of(fields, node, question)) {
            if (!field.aggregatable()) {
                throw NoEvidence.error("field " + node + " of " + where(question) + " is of type " + field.type()
                        + in(field) + " and cannot be counted by: name a keyword field, perhaps " + node + ".keyword");
            }
        }
        for (FieldCapability field : of(fields, time, question)) {
            if (!TIMES.contains(field.type())) {
                throw NoEvidence.error("time field " + time + " of " + where(question) + " is of type " + field.type()
                        + in(field) + " and not a date");
            }
        }
        return true;
    }

    private Iterable<FieldCapability> of(FieldCapsResponse fields, String name, Question question) {
        Map<String, FieldCapability> types = fields.fields().get(name);
        if (types == null || types.isEmpty()) {
            throw NoEvidence.error("no index of " + where(question) + " has a field " + name);
        }
        return types.values();
    }

    private static String in(FieldCapability field) {
        return field.indices().isEmpty() ? "" : " in " + String.join(", ", field.indices());
    }

    /** One shard is asked; only when it finds something are all: other indices may differ. */
    private Mono<Boolean> aboutQuery(Question question, String query) {
        return validate(question, query, false)
                .flatMap(one ->
                        valid(one) && (unmappedIsFine(question) || unmapped(one).isEmpty())
                                ? Mono.just(true)
                                : validate(question, query, true).map(all -> agreed(question, query, all)));
    }

    private boolean agreed(Question question, String query, ValidateQueryResponse all) {
        if (!all.explanations().isEmpty() && !valid(all)) {
            String error = String.valueOf(all.explanations().getFirst().error());
            throw NoEvidence.error(server + " cannot read the query `" + query + "`: " + shortened(error));
        }
        Set<String> unknown = unmappedIsFine(question) ? Set.of() : unmapped(all);
        if (!unknown.isEmpty()) {
            throw NoEvidence.error("no index of " + where(question) + " has the field that `" + query
                    + "` asks for (Elasticsearch says: unmapped " + String.join(", ", unknown)
                    + "); if it comes with the first error, set empty to zero");
        }
        return true;
    }

    /** To any shard. Those it is not valid to fail, and make the counts partial. */
    private static boolean valid(ValidateQueryResponse response) {
        return response.explanations().stream().anyMatch(IndicesValidationExplanation::valid);
    }

    private static boolean unmappedIsFine(Question question) {
        return question.signal().empty() == Empty.ZERO;
    }

    private Mono<ValidateQueryResponse> validate(Question question, String query, boolean allShards) {
        ValidateQueryRequest request = ValidateQueryRequest.of(
                validate -> validate.index(question.source().index())
                        .ignoreUnavailable(false)
                        .allowNoIndices(false)
                        .explain(true)
                        .allShards(allShards)
                        .query(Question.lucene(query)));
        return client.ask(api -> api.indices().validateQuery(request));
    }

    /** What every shard that answered calls unmapped. */
    private static Set<String> unmapped(ValidateQueryResponse response) {
        List<Set<String>> each = response.explanations().stream()
                .filter(IndicesValidationExplanation::valid)
                .map(Check::unmapped)
                .toList();
        Set<String> common = new TreeSet<>(each.isEmpty() ? Set.of() : each.getFirst());
        each.forEach(common::retainAll);
        return common;
    }

    private static Set<String> unmapped(IndicesValidationExplanation shard) {
        return UNMAPPED.matcher(String.valueOf(shard.explanation()))
                .results()
                .map(Check::name)
                .collect(Collectors.toSet());
    }

    private static String name(MatchResult match) {
        String fields = match.group(1);
        return fields == null ? match.group(2) : fields;
    }

    private String where(Question question) {
        return question.source().index() + " on " + server;
    }

    /** The cause alone: without Java's names, without the list of what could have stood there. */
    static String shortened(String reason) {
        int cause = reason.indexOf("ParseException: ");
        String text = cause < 0 ? reason : reason.substring(cause + "ParseException: ".length());
        int options = text.indexOf("Was expecting");
        String said = (options < 0 ? text : text.substring(0, options)).strip().replaceAll("\\s+", " ");
        return said.length() > SHOWN ? said.substring(0, SHOWN) + "…" : said;
    }
}
