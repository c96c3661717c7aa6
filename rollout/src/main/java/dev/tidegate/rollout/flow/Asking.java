package dev.tidegate.rollout.flow;

import dev.tidegate.model.Wording;
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

    /** Asks within the bound of a call until there is an answer; an empty one is an answer too. */
    <T> Flux<Answer<T>> of(String who, Supplier<Mono<T>> question) {
        return Flux.defer(() -> {
            Pauses pauses = new Pauses(settings, scheduler);
            return Mono.defer(question)
                    .timeout(settings.call(), scheduler)
                    .singleOptional()
                    .flatMapMany(value -> {
                        pauses.over();
                        return answered(who, value, pauses.failures() > 0);
                    })
                    .onErrorResume(failure -> {
                        pauses.failed();
                        LOG.info(
                                "{} does not answer (question {} in a row): {}",
                                who,
                                pauses.failures(),
                                failure.toString());
                        return Mono.just(new Says<T>(new RolloutCommand.Silent(who, words(failure, settings.call()))));
                    })
                    .repeatWhen(pauses::between);
        });
    }

    private static <T> Flux<Answer<T>> answered(String who, Optional<T> value, boolean again) {
        Flux<Answer<T>> told = Flux.fromStream(value.stream().map(Told::new));
        return again ? told.startWith(new Says<>(new RolloutCommand.Answers(who))) : told;
    }

    static String words(Throwable failure, Duration call) {
        if (failure instanceof TimeoutException) {
            return "no answer within " + Wording.duration(call);
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** How a target is called among those who may be silent. */
    static String who(String target) {
        return Rollout.TARGET + target;
    }
}
