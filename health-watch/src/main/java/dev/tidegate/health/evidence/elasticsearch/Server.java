package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe.Past;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One server, asked for the windows of a signal. */
final class Server implements AutoCloseable {
    /** Nodes times windows in one search, far from the 65,536 at which Elasticsearch gives up; more are asked in parts. */
    static final int MAX_BUCKETS = 10_000;

    private final ElasticsearchSettings settings;
    private final Client client;
    private final Check check;
    private final Faults faults;

    Server(ElasticsearchSettings settings) {
        this.settings = settings;
        this.client = new Client(settings);
        this.check = new Check(client, settings.name());
        this.faults = new Faults(settings);
    }

    ElasticsearchSettings settings() {
        return settings;
    }

    /** One entry a window; it never fails. */
    Mono<List<Past>> past(Question question, Steps steps) {
        int most = Math.max(1, MAX_BUCKETS / question.nodes().size());
        return Flux.fromIterable(steps.inPartsOf(most))
                .concatMap(part -> part(question, part))
                .concatMapIterable(past -> past)
                .collectList();
    }

    private Mono<List<Past>> part(Question question, Steps steps) {
        Weighing weighing = new Weighing(settings.name(), question, steps);
        return check.of(question)
                .then(Mono.defer(() -> search(question.counts(steps, settings.timeout()))))
                .map(response -> Answer.tallies(settings.name(), question, steps, response))
                .flatMap(tallies -> newest(question, steps, weighing, tallies)
                        .map(newest -> weigh(steps, weighing, tallies, newest)))
                .onErrorResume(failure -> Mono.just(all(steps, faults.evidence(failure, question))));
    }

    private static List<Past> weigh(Steps steps, Weighing weighing, Tallies tallies, long newest) {
        return IntStream.range(0, steps.count())
                .mapToObj(step -> new Past(
                        steps.at(step),
                        weighing.silent(tallies, step)
                                ? weighing.nothing(step, Math.max(newest, tallies.newest(step)))
                                : weighing.values(tallies, step)))
                .toList();
    }

    /** When the nodes logged anything at all, if the answer is needed and not known yet. */
    private Mono<Long> newest(Question question, Steps steps, Weighing weighing, Tallies tallies) {
        boolean asked = IntStream.range(0, steps.count())
                .anyMatch(step -> weighing.silent(tallies, step) && tallies.newest(step) == Tallies.NEVER);
        if (!asked) {
            return Mono.just(Tallies.NEVER);
        }
        return search(question.newestBefore(steps.end(0), settings.timeout()))
                .map(response ->
                        Answer.newest(settings.name(), question.source().index(), response))
                .map(newest -> newest.orElse(Tallies.NEVER));
    }

    private Mono<SearchResponse<Void>> search(SearchRequest request) {
        return client.ask(api -> api.search(request, Void.class));
    }

    static List<Past> all(Steps steps, Evidence evidence) {
        return IntStream.range(0, steps.count())
                .mapToObj(step -> new Past(steps.at(step), evidence))
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
