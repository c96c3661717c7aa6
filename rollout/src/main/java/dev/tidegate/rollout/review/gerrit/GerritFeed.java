package dev.tidegate.rollout.review.gerrit;

import dev.tidegate.rollout.remote.RemoteServer;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.review.ReviewFeed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What moves in one project of a Gerrit. Events only say where to look: they get lost, come twice and come late. What
 * counts is what Gerrit answers when it is asked, about one change after an event, and about all recent ones every so
 * often.
 */
public final class GerritFeed implements ReviewFeed, Disposable {
    private static final Logger log = LoggerFactory.getLogger(GerritFeed.class);
    /** How many changes one look takes in, and how many are remembered. */
    static final int MOST = 500;
    /** Events that wait while a look is under way; those beyond are made up for by the next look at all. */
    private static final int WAITING = 256;

    private static final String WITH = "&o=CURRENT_REVISION&o=SUBMITTABLE";

    private final GerritSettings settings;
    private final RemoteServer server;
    private final Flux<String> events;
    private final Duration every;
    private final Scheduler clock;
    private final Counter failures;

    /**
     * @param events lines of the server's stream; may be empty, may end and may fail
     * @param every how often all recent changes are looked at
     */
    public GerritFeed(
            GerritSettings settings, Flux<String> events, Duration every, Scheduler clock, MeterRegistry meters) {
        this.settings = settings;
        this.server = new RemoteServer(settings.server(), meters);
        this.events = events;
        this.every = every;
        this.clock = clock;
        this.failures = Counter.builder("tidegate.review.feed.failures")
                .description("looks at a review server for what has moved that did not succeed")
                .tag("server", settings.server().name())
                .register(meters);
    }

    @Override
    public Flux<Moved> moved() {
        return Flux.defer(() -> {
            Map<Integer, Moved> known = new LinkedHashMap<>();
            Flux<String> all = Flux.interval(Duration.ZERO, every, clock)
                    .onBackpressureDrop()
                    .map(unused -> "(status:open OR -age:1d)");
            Flux<String> one = events.onErrorResume(failure -> {
                        log.warn(
                                "events of {} have ended: {}", settings.server().title(), failure.toString());
                        return Flux.empty();
                    })
                    .flatMapIterable(line -> GerritEvents.change(line, settings.project()))
                    .map(number -> "change:" + number)
                    .onBackpressureBuffer(WAITING, unused -> failures.increment(), BufferOverflowStrategy.DROP_OLDEST);
            return Flux.merge(all, one).concatMap(this::look, 1).concatMapIterable(found -> news(known, found));
        });
    }

    @Override
    public void dispose() {
        server.dispose();
    }

    private Mono<List<GerritChange>> look(String query) {
        String text = query + " project:" + settings.project();
        String path = settings.root() + "/changes/?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&n=" + MOST
                + WITH;
        return server.get(path)
                .map(answer -> {
                    if (answer.status() != 200) {
                        throw new ReviewException(settings.server().title() + " was asked for " + text
                                + " and refused (" + answer.status() + "): " + answer.excerpt());
                    }
                    return GerritJson.changes(GerritJson.read(settings.server().title(), answer));
                })
                .onErrorResume(failure -> {
                    // the next look asks again
                    failures.increment();
                    log.warn("what has moved at a review server is not known: {}", failure.getMessage());
                    return Mono.empty();
                });
    }

    /** Those that are not as they were known; the first look at a change is news too. */
    private List<Moved> news(Map<Integer, Moved> known, List<GerritChange> found) {
        List<Moved> news = new ArrayList<>();
        for (GerritChange change : found) {
            Moved now = new Moved(
                    settings.server().name(), change.number(), change.patchSet(), change.current(), standing(change));
            if (!now.equals(known.remove(change.number()))) {
                news.add(now);
            }
            // at the end: what has been quiet for longest is forgotten first
            known.put(change.number(), now);
        }
        while (known.size() > 2 * MOST) {
            known.remove(known.keySet().iterator().next());
        }
        return news;
    }

    private static Standing standing(GerritChange change) {
        return switch (change.status()) {
            case "MERGED" -> Standing.MERGED;
            case "ABANDONED" -> Standing.ABANDONED;
            default -> change.submittable() ? Standing.SUBMITTABLE : Standing.OPEN;
        };
    }
}
