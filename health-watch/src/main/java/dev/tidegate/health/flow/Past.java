package dev.tidegate.health.flow;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Rounds of the past, read again from the sources part by part, so that a long past is never in memory at once. A part
 * that fails is tried a few times; what cannot be read then is a round without evidence, as it would have been live.
 */
final class Past {
    /** Rounds read at a time. */
    static final int PART = 500;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<Question> questions;
    private final Duration step;
    private final WatchSettings settings;
    private final Scheduler scheduler;

    Past(List<Question> questions, Duration step, WatchSettings settings, Scheduler scheduler) {
        this.questions = questions;
        this.step = step;
        this.settings = settings;
        this.scheduler = scheduler;
    }

    /** A part that could not be read whole. */
    private static final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Round> rounds;

        Unread(List<Round> rounds) {
            super("a part of the past could not be read", null, false, false);
            this.rounds = rounds;
        }
    }

    /** Rounds a step apart, from a time up to but without another, in order. */
    Flux<Round> rounds(Instant from, Instant to) {
        List<Instant> times = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = at.plus(step)) {
            times.add(at);
        }
        return Flux.fromIterable(times).buffer(PART).concatMap(this::part, 1).concatMapIterable(rounds -> rounds);
    }

    private Mono<List<Round>> part(List<Instant> times) {
        return Mono.defer(() -> read(times))
                .doOnNext(rounds -> {
                    if (rounds.stream().anyMatch(Past::failed)) {
                        throw new Unread(rounds);
                    }
                })
                .retryWhen(Retry.backoff(Math.max(0, settings.pastTries() - 1L), PAUSE)
                        .maxBackoff(PAUSE.multipliedBy(8))
                        .scheduler(scheduler)
                        .filter(Unread.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .onErrorResume(Unread.class, unread -> Mono.just(unread.rounds));
    }

    private static boolean failed(Round round) {
        return round.readings().stream().anyMatch(reading -> reading.evidence() instanceof Evidence.QueryError);
    }

    private Mono<List<Round>> read(List<Instant> times) {
        return Flux.fromIterable(questions)
                .flatMapSequential(question -> answers(question, times), Math.max(1, questions.size()))
                .collectList()
                .map(answers -> rounds(times, answers));
    }

    private Mono<Map<Instant, Evidence>> answers(Question question, List<Instant> times) {
        return Mono.defer(() -> question.probe()
                        .range(question.signal(), question.nodes(), times.getFirst(), times.getLast(), step))
                .timeout(settings.pastWithin(), scheduler)
                .map(past -> aligned(question, past, times))
                .onErrorResume(
                        TimeoutException.class,
                        late -> Mono.just(everywhere(times, question.tooLate(settings.pastWithin()))))
                .onErrorResume(failure ->
                        Mono.just(everywhere(times, new Evidence.QueryError("the probe failed: " + failure))))
                .switchIfEmpty(Mono.fromSupplier(
                        () -> everywhere(times, new Evidence.QueryError("the probe gave no answer"))));
    }

    private static Map<Instant, Evidence> everywhere(List<Instant> times, Evidence evidence) {
        Map<Instant, Evidence> out = new TreeMap<>();
        times.forEach(at -> out.put(at, evidence));
        return out;
    }

    /** Sources may have steps of their own: each round takes the nearest entry that is at most half a step away. */
    private Map<Instant, Evidence> aligned(Question question, List<Probe.Past> past, List<Instant> times) {
        NavigableMap<Instant, Evidence> found = new TreeMap<>();
        past.forEach(entry -> found.put(entry.at(), entry.evidence()));
        Map<Instant, Evidence> out = new TreeMap<>();
        for (Instant at : times) {
            Evidence nearest = nearest(found, at);
            out.put(
                    at,
                    nearest == null
                            ? new Evidence.NoData("the source has nothing of this time any more")
                            : question.whole(nearest));
        }
        return out;
    }

    private @Nullable Evidence nearest(NavigableMap<Instant, Evidence> found, Instant at) {
        Map.@Nullable Entry<Instant, Evidence> below = found.floorEntry(at);
        Map.@Nullable Entry<Instant, Evidence> above = found.ceilingEntry(at);
        boolean takeBelow = below != null
                && (above == null || distance(below.getKey(), at).compareTo(distance(at, above.getKey())) <= 0);
        Map.@Nullable Entry<Instant, Evidence> near = takeBelow ? below : above;
        return near != null && distance(near.getKey(), at).multipliedBy(2).compareTo(step) <= 0
                ? near.getValue()
                : null;
    }

    private static Duration distance(Instant one, Instant other) {
        return Duration.between(one, other).abs();
    }

    private List<Round> rounds(List<Instant> times, List<Map<Instant, Evidence>> answers) {
        List<Round> out = new ArrayList<>(times.size());
        for (Instant at : times) {
            List<Reading> readings = new ArrayList<>(questions.size());
            for (int i = 0; i < questions.size(); i++) {
                Evidence evidence = answers.get(i).get(at);
                if (evidence != null) {
                    readings.add(questions.get(i).reading(evidence));
                }
            }
            out.add(new Round(at, readings));
        }
        return out;
    }
}
