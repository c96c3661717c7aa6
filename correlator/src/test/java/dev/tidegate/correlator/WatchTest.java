package dev.tidegate.correlator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Who blocks a reactive thread in a test is told: without this, none of the other tests would say so. */
class WatchTest {
    @Test
    void whoBlocksAReactiveThreadIsTold() {
        Mono<Integer> blocking = Mono.delay(Duration.ofMillis(1), Schedulers.parallel())
                .map(tick -> Mono.just(1)
                        .delayElement(Duration.ofMillis(1))
                        .toFuture()
                        .join());
        assertThatThrownBy(blocking::block).hasCauseInstanceOf(BlockingOperationError.class);
    }
}
