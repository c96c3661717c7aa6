package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Asks somebody outside until they answer: the first failure is told, then pauses grow up to a bound, and the answer ends it.
 * Who asked may stop at any time by cancelling.
 */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    private final Map<String, Target> targets;
    private final RolloutSettings settings;
    private final Scheduler scheduler;

    Asking(Map<String, Target> targets, RolloutSettings settings, Scheduler scheduler) {
        this.targets = targets;
        this.settings = settings;
        this.scheduler = scheduler;
    }

    /** The answer, or something that the rollout has to hear meanwhile. */
    sealed interface Answer<T> {}

    record Told<T>(T value) implements Answer<T> {}

    record Says<T>(RolloutCommand command) implements Answer<T> {}

    /** The target of this name; fails when it is not configured. */
    Mono<Target> target(String name) {
        return Mono.defer(() -> {
            Target target = targets.get(name);
            return target == null
                    ? Mono.error(new TargetException("no target \"" + name + "\" is configured"))
                    : Mono.just(target);
        });
    }

    /** Asks within the bound of a call; an empty answer ends it too. */
    <T> Flux<Answer<T>> of(String who, Supplier<Mono<T>> question) {
        return attempt(who, () -> question.get().timeout(settings.call(), scheduler), settings.firstPause(), 1);
    }

    private <T> Flux<Answer<T>> attempt(String who, Supplier<Mono<T>> question, Duration pause, int number) {
        return Mono.defer(question)
                .singleOptional()
                .flatMapMany(value -> answered(who, value, number))
                .onErrorResume(failure -> {
                    LOG.info("{} does not answer, asked {} times: {}", who, number, failure.toString());
                    return Flux.concat(
                            Mono.just(new Says<T>(new RolloutCommand.Silent(who, words(failure, settings.call())))),
                            Mono.delay(pause, scheduler).thenMany(attempt(who, question, longer(pause), number + 1)));
                });
    }

    private static <T> Flux<Answer<T>> answered(String who, Optional<T> value, int number) {
        Flux<Answer<T>> told = Flux.fromStream(value.stream().map(Told::new));
        return number == 1 ? told : told.startWith(new Says<>(new RolloutCommand.Answers(who)));
    }

    /** The pause after this one. */
    Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : twice;
    }

    static String words(Throwable failure, Duration call) {
        if (failure instanceof TimeoutException) {
            return "no answer within " + call.toSeconds() + " s";
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** How a target is called among those who may be silent. */
    static String who(String target) {
        return Rollout.TARGET + target;
    }
}
