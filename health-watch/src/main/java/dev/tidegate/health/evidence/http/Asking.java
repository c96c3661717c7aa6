package dev.tidegate.health.evidence.http;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe.Past;
import dev.tidegate.health.evidence.series.Steps;
import dev.tidegate.health.remote.UnansweredException;
import dev.tidegate.model.KnownFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How a probe asks a server for one or many times: in pieces that the server can bear, by the server's own clock, and so
 * that every time has evidence whatever happens.
 *
 * @param most how many times one piece may have
 * @param question asks for times of the server's clock; one evidence for each
 */
public record Asking(ServerClient client, int most, Function<Steps, Mono<List<Evidence>>> question) {
    private static final Logger log = LoggerFactory.getLogger(Asking.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();
    /** Clocks further apart than this are not bridged. */
    static final Duration MOST_APART = Duration.ofMinutes(1);

    public Mono<Evidence> once(Instant at, Duration interval) {
        return ask(Steps.at(at, interval)).map(pasts -> pasts.getFirst().evidence());
    }

    public Mono<List<Past>> every(Instant from, Instant to, Duration step) {
        Steps steps;
        try {
            steps = Steps.between(from, to, step);
        } catch (IllegalArgumentException refused) {
            return Mono.just(List.of(new Past(from, new Evidence.QueryError(String.valueOf(refused.getMessage())))));
        }
        // one piece after the other: a long past must not push live questions aside
        return Flux.fromIterable(steps.pieces(most))
                .concatMap(this::ask, 1)
                .collect(() -> new ArrayList<Past>(steps.count()), List::addAll)
                .map(Collections::unmodifiableList);
    }

    private Mono<List<Past>> ask(Steps steps) {
        return byItsClock(steps)
                // a question may be asked again or need look-ups; all of it together must leave time before the next
                // round
                .timeout(patience(), Mono.error(client::late))
                .onErrorResume(failure -> Mono.just(Collections.nCopies(steps.count(), evidence(failure))))
                .map(found -> pasts(steps, found));
    }

    /** The answer tells how far the clocks are apart; when that is news, the question is asked once more. */
    private Mono<List<Evidence>> byItsClock(Steps steps) {
        return Mono.defer(() -> {
            Duration ahead = client.ahead();
            return shifted(steps, ahead)
                    .flatMap(found -> client.ahead().equals(ahead) ? Mono.just(found) : shifted(steps, client.ahead()))
                    .flatMap(found -> client.ahead().abs().compareTo(MOST_APART) > 0
                            ? Mono.error(new ClocksDifferException(client.server(), client.ahead()))
                            : Mono.just(found));
        });
    }

    private Mono<List<Evidence>> shifted(Steps steps, Duration ahead) {
        return question.apply(steps.shifted(ahead));
    }

    private Evidence evidence(Throwable failure) {
        return switch (failure) {
            case UnansweredException told -> new Evidence.QueryError(String.valueOf(told.getMessage()));
            case ClocksDifferException clocks ->
                new Evidence.Stale(clocks.apart(), String.valueOf(clocks.getMessage()));
            default -> {
                KnownFailures.Told told = UNFORESEEN.tell(failure);
                log.error(
                        "asking {} failed in a way that nobody thought of: {}",
                        client.server().title(),
                        told.words(),
                        told.trace());
                yield new Evidence.QueryError(client.server().title() + " could not be asked: " + failure);
            }
        };
    }

    private Duration patience() {
        return client.server().limits().answer().multipliedBy(3).dividedBy(2);
    }

    private static List<Past> pasts(Steps steps, List<Evidence> found) {
        List<Past> pasts = new ArrayList<>(steps.count());
        for (int step = 0; step < steps.count(); step++) {
            pasts.add(new Past(steps.time(step), found.get(step)));
        }
        return pasts;
    }
}
