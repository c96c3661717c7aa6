package dev.tidegate.gateway.read.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Who rides with whom. */
class TrainTest {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Set<String>> readings = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Train<String, String> train = new Train<>(PAUSE, time, this::read);

    @AfterEach
    void dispose() {
        time.dispose();
    }

    private Mono<Map<String, String>> read(Set<String> asked) {
        readings.add(new TreeSet<>(asked));
        return asked.contains("broken")
                ? Mono.error(new IllegalStateException("broken"))
                : Mono.just(asked.stream()
                        .collect(Collectors.toMap(key -> key, key -> key + " as of reading " + readings.size())));
    }

    private void ask(String key) {
        train.ride(Set.of(key)).subscribe(all -> told.add(all.getOrDefault(key, "nothing")), e -> told.add("failed"));
    }

    @Test
    void aLoneCallerNeverWaits() {
        ask("a");
        assertThat(told).containsExactly("a as of reading 1");
        time.advanceTimeBy(PAUSE);
        ask("a");
        assertThat(told).containsExactly("a as of reading 1", "a as of reading 2");
    }

    @Test
    void manyShareOneReadingThatBeganAfterTheyCame() {
        ask("a");
        told.clear();
        IntStream.range(0, 100).forEach(i -> ask("a"));
        ask("b");
        assertThat(told).isEmpty();
        time.advanceTimeBy(PAUSE);
        assertThat(told).hasSize(101).containsOnly("a as of reading 2", "b as of reading 2");
        assertThat(readings).containsExactly(Set.of("a"), Set.of("a", "b"));
    }

    @Test
    void aFailureIsToldToItsRidersAndToNobodyElse() {
        ask("broken");
        ask("a");
        time.advanceTimeBy(PAUSE);
        assertThat(told).containsExactly("failed", "a as of reading 2");
    }

    @Test
    void moreThanFitTakeAnotherThatLeavesAtTheSameTime() {
        ask("first");
        train.ride(keys(0, Train.SEATS)).subscribe();
        train.ride(keys(Train.SEATS, 2 * Train.SEATS)).subscribe();
        train.ride(keys(2 * Train.SEATS, 2 * Train.SEATS + 1)).subscribe();
        assertThat(readings).hasSize(1);
        time.advanceTimeBy(PAUSE);
        assertThat(readings).extracting(Set::size).containsExactly(1, Train.SEATS, Train.SEATS, 1);
        ask("later");
        assertThat(readings).hasSize(4);
        time.advanceTimeBy(PAUSE);
        assertThat(readings).hasSize(5);
    }

    private static Set<String> keys(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.toSet());
    }
}
