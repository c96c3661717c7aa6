package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe.Past;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One server, asked for the windows of a signal. */
final class Cluster implements AutoCloseable {
    /** Nodes times windows in one search, far from the 65,536 at which Elasticsearch gives up; more are asked in parts. */
    static final int MAX_BUCKETS = 10_000;

    private final Server server;
    private final Duration delay;
    private final Client client;
    private final Check check;
    private final Faults faults;

    Cluster(Server server, Duration delay, MeterRegistry meters) {
        this.server = server;
        this.delay = delay;
        this.client = new Client(server, meters);
        this.check = new Check(client, server.name());
        this.faults = new Faults(server);
    }

    /** How far windows are shifted into the past. */
    Duration delay() {
        return delay;
    }

    /** One entry a window; it never fails. */
    Mono<List<Past>> past(Question question, Windows steps) {
        int most = Math.max(1, MAX_BUCKETS / question.nodes().size());
        return Flux.fromIterable(steps.inPartsOf(most))
                .concatMap(part -> part(question, part))
                .concatMapIterable(past -> past)
                .collectList();
    }

    private Mono<List<Past>> part(Question question, Windows steps) {
        Weighing weighing = new Weighing(server.name(), question, steps);
        return check.of(question)
                .then(Mono.defer(
                        () -> search(question.counts(steps, server.limits().answer()))))
                .map(response -> Answer.tallies(server.name(), question, steps, response))
                .flatMap(tallies -> newest(question, steps, weighing, tallies)
                        .map(newest -> weigh(steps, weighing, tallies, newest)))
                .onErrorResume(failure -> Mono.just(all(steps, faults.evidence(failure, question))));
    }

    private static List<Past> weigh(Windows steps, Weighing weighing, Tallies tallies, long newest) {
        return IntStream.range(0, steps.count())
                .mapToObj(step -> new Past(
                        steps.at(step),
                        weighing.silent(tallies, step)
                                ? weighing.nothing(step, Math.max(newest, tallies.newest(step)))
                                : weighing.values(tallies, step)))
                .toList();
    }

    /** When the nodes logged anything at all, if the answer is needed and not known yet. */
    private Mono<Long> newest(Question question, Windows steps, Weighing weighing, Tallies tallies) {
        boolean asked = IntStream.range(0, steps.count())
                .anyMatch(step -> weighing.silent(tallies, step) && tallies.newest(step) == Tallies.NEVER);
        if (!asked) {
            return Mono.just(Tallies.NEVER);
        }
        return search(question.newestBefore(steps.end(0), server.limits().answer()))
                .map(response -> Answer.newest(server.name(), question.source().index(), response))
                .map(newest -> newest.orElse(Tallies.NEVER));
    }

    private Mono<SearchResponse<Void>> search(SearchRequest request) {
        return client.ask(api -> api.search(request, Void.class));
    }

    static List<Past> all(Windows steps, Evidence evidence) {
        return IntStream.range(0, steps.count())
                .mapToObj(step -> new Past(steps.at(step), evidence))
                .toList();
    }

    @Override
    public void close() {
        client.close();
    }
}
