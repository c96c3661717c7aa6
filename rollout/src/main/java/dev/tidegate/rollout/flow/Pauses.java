package dev.tidegate.rollout.flow;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * When something is tried again: after pauses that double as long as it fails. For one subscriber of a flux that repeats; a
 * flux that continues in another one instead would keep every try it made, and a night without an answer is thousands.
 */
final class Pauses {
    private final RolloutSettings settings;
    private final Scheduler scheduler;
    private Duration next;
    private int failures;
    private boolean over;

    Pauses(RolloutSettings settings, Scheduler scheduler) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.next = settings.firstPause();
    }

    /** The last try failed. */
    void failed() {
        failures++;
    }

    /** The last try came to its end; the next one is after the longest pause, and pauses are short again. */
    void ended() {
        failures = 0;
    }

    /** No further try is needed. */
    void over() {
        over = true;
    }

    /** How many tries failed in a row until now. */
    int failures() {
        return failures;
    }

    /** For {@code repeatWhen}: begins the next try when it is time, and ends when none is needed. */
    Publisher<?> between(Flux<Long> ends) {
        return ends.takeWhile(end -> !over).concatMap(end -> Mono.delay(pause(), scheduler));
    }

    private Duration pause() {
        if (failures == 0) {
            next = settings.firstPause();
            return settings.longestPause();
        }
        Duration pause = next;
        Duration twice = pause.multipliedBy(2);
        next = twice.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : twice;
        return pause;
    }
}
