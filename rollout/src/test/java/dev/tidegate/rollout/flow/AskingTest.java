package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.engine.RolloutCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Who does not answer is asked again, for as long as it takes. */
class AskingTest {
    private static final int NIGHT = 50_000;

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final Asking asking = new Asking(Map.of(), RolloutSettings.of("a"), clock);
    private final List<Asking.Answer<String>> heard = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aQuestionIsAskedThousandsOfTimesAndAnsweredInTheEnd() {
        Disposable unused = asking.of(
                        "salt",
                        () -> asked.incrementAndGet() <= NIGHT
                                ? Mono.<String>error(new IllegalStateException("refused"))
                                : Mono.just("here"))
                .subscribe(heard::add);
        clock.advanceTimeBy(Duration.ofSeconds(10L * NIGHT + 60));

        assertThat(asked).hasValue(NIGHT + 1);
        assertThat(heard.subList(NIGHT, heard.size()))
                .containsExactly(new Asking.Says<>(new RolloutCommand.Answers("salt")), new Asking.Told<>("here"));
    }

    @Test
    void pausesGrowUpToTheLongest() {
        Disposable running = asking.of("salt", () -> {
                    asked.incrementAndGet();
                    return Mono.error(new IllegalStateException("refused"));
                })
                .subscribe();
        clock.advanceTimeBy(Duration.ofMillis(500 + 1_000 + 2_000));
        assertThat(asked).hasValue(4);
        clock.advanceTimeBy(Duration.ofSeconds(4 + 8 + 10 + 10));
        assertThat(asked).hasValue(8);
        running.dispose();
    }

    @Test
    void anEmptyAnswerIsAnAnswer() {
        Disposable unused = asking.of("salt", () -> {
                    asked.incrementAndGet();
                    return Mono.<String>empty();
                })
                .subscribe(heard::add);
        clock.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(asked).hasValue(1);
        assertThat(heard).isEmpty();
    }
}
