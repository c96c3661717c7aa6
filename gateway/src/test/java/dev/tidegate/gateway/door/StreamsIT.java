package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.read.r2dbc.SnapshotReads;
import dev.tidegate.gateway.stream.StreamEvent;
import dev.tidegate.gateway.stream.json.StreamEvents;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;

/** Streams over HTTP, as browsers and as scripts read them. */
class StreamsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Sinks.Many<StreamEvent> TOPIC =
            Sinks.many().multicast().directBestEffort();
    private static House house;
    private static long published;

    @BeforeAll
    static void open() {
        Town town = new Town();
        Labels labels = Labels.of("alertname", "NodeDown", "cluster", "c1", "host", "cmp1", "severity", "critical");
        town.open(0, "c1-1", Severity.CRITICAL, "cmp1 is down", town.fire(0, labels, Labels.EMPTY, null));
        published = town.seq(0);
        house = new House(town, AlertmanagerConfig.BUILT_IN, () -> Mono.just(TOPIC.asFlux()), Duration.ofMillis(200));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** What the relay does. */
    private static void relay() {
        SnapshotReads reads = new SnapshotReads(house.town.connections);
        reads.events(0, published, Long.MAX_VALUE)
                .map(StreamEvents::of)
                .doOnNext(event -> TOPIC.emitNext(event, Sinks.EmitFailureHandler.FAIL_FAST))
                .doOnNext(event -> published = event.seq())
                .blockLast(PATIENCE);
    }

    private static void change() {
        house.town.change(0, "c1-1", IncidentState.OPEN, "incident.updated", "tidegate");
        relay();
    }

    private static Flux<String> lines(String path, String accept, String lastEventId) {
        return linesOf(house.url() + path, accept, lastEventId);
    }

    private static Flux<String> linesOf(String url, String accept, String lastEventId) {
        return HttpClient.create()
                .headers(headers -> {
                    headers.set("Accept", accept);
                    if (!lastEventId.isEmpty()) {
                        headers.set("Last-Event-ID", lastEventId);
                    }
                })
                .get()
                .uri(url)
                .responseContent()
                .asString()
                .concatMapIterable(text -> List.of(text.split("(?<=\n)")))
                .scan("", (before, piece) -> before.endsWith("\n") ? piece : before + piece)
                .filter(line -> line.endsWith("\n") && line.length() > 1)
                .map(String::strip);
    }

    @Test
    void eventsForBrowsers() {
        List<String> snapshot = lines("/api/v1/incidents/stream", "text/event-stream", "")
                .takeUntil(line -> line.startsWith("id:"))
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
        assertThat(snapshot)
                .startsWith("event: snapshot.begin")
                .contains("event: snapshot.item", "event: snapshot.end")
                .anyMatch(line -> line.startsWith("data: {\"id\":\"c1-1\""));
        String id = snapshot.getLast().substring(4);
        change();
        change();
        List<String> missed = lines("/api/v1/incidents/stream?severity=critical", "text/event-stream", id)
                .filter(line -> line.startsWith("event:"))
                .take(2)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
        assertThat(missed).containsExactly("event: incident.updated", "event: incident.updated");
    }

    @Test
    void linesForScripts() {
        List<String> lines = lines("/api/v1/alerts/stream?filter=host%3Dcmp1", "application/x-ndjson", "")
                .takeUntil(line -> line.contains("\"heartbeat\""))
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
        assertThat(lines.get(1)).contains("\"event\":\"snapshot.item\"").contains("\"node\":\"cmp1\"");
        assertThat(lines("/api/v1/incidents/none/stream", "application/x-ndjson", "")
                        .next()
                        .defaultIfEmpty("")
                        .block(PATIENCE))
                .doesNotContain("snapshot");
    }

    @Test
    void aServerThatStopsEndsItsStreamsWithAFarewell() {
        House another = new House(
                house.town, AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
        String url = another.url();
        Mono<List<String>> browser = linesOf(url + "/api/v1/incidents/stream", "text/event-stream", "")
                .collectList();
        Mono<List<String>> script = linesOf(url + "/api/v1/alerts/stream", "application/x-ndjson", "")
                .doOnNext(line -> {
                    if (line.contains("snapshot.end")) {
                        another.hub.end();
                    }
                })
                .collectList();
        var both = Mono.zip(browser, script).blockOptional(PATIENCE).orElseThrow();
        // complete answers, not broken connections: collectList would have failed
        assertThat(both.getT1()).contains("event: stream.end", "retry: 1000");
        assertThat(both.getT1().getLast()).startsWith("data:").contains("come back");
        assertThat(both.getT2().getLast())
                .startsWith("{\"event\":\"stream.end\"")
                .contains("\"retryMillis\":1000");
        // who comes now is sent away at once, with the same words
        assertThat(linesOf(url + "/api/v1/incidents/stream", "text/event-stream", "")
                        .collectList()
                        .blockOptional(PATIENCE)
                        .orElseThrow())
                .contains("event: stream.end");
        another.stop();
    }

    @Test
    void manyReadersAreCheap() {
        int readers = 200;
        Mono<List<String>> all = Flux.range(0, readers)
                .flatMap(
                        i -> lines("/api/v1/incidents/c1-1/stream", "application/x-ndjson", "")
                                .doOnNext(line -> {
                                    if (line.contains("snapshot.end")) {
                                        ARRIVED.incrementAndGet();
                                    }
                                })
                                .filter(line -> line.contains("incident.updated"))
                                .next(),
                        readers)
                .collectList();
        Mono<Boolean> storm = Mono.fromCallable(() -> {
                    change();
                    return ARRIVED.get() >= readers;
                })
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic())
                .repeatWhen(done -> done.delayElements(Duration.ofMillis(50)))
                .filter(arrived -> arrived)
                .next();
        assertThat(Mono.zip(all, storm).map(both -> both.getT1().size()).block(PATIENCE))
                .isEqualTo(readers);
    }

    private static final java.util.concurrent.atomic.AtomicInteger ARRIVED =
            new java.util.concurrent.atomic.AtomicInteger();
}
