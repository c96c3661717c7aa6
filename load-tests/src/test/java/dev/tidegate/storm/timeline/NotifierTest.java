package dev.tidegate.storm.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.storm.timeline.Batch.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NotifierTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Timeline storm = Timeline.of(new StormSpec(200, 4, Optional.empty(), 0));

    private static List<Batch> play(Timeline storm, StampClock clock) {
        List<Batch> batches = new ArrayList<>();
        new Notifier(storm, 4, clock).forEachRemaining(batches::add);
        return batches;
    }

    @Test
    void tells_every_alert_as_firing_and_as_resolved_through_both_servers() {
        Map<Integer, boolean[]> told = new HashMap<>();
        for (Batch batch : play(storm, StampClock.simulated(START))) {
            assertThat(batch.messages()).hasSizeBetween(1, Notifier.BATCH);
            for (Message message : batch.messages()) {
                told.computeIfAbsent(message.episode().id(), unused -> new boolean[4])[
                        batch.replica() * 2 + (message.resolved() ? 1 : 0)] = true;
            }
        }
        assertThat(told).hasSameSizeAs(storm.episodes());
        assertThat(told.values()).allSatisfy(each -> assertThat(each).containsOnly(true));
    }

    @Test
    void is_a_function_of_storm_and_seed() {
        assertThat(play(storm, StampClock.simulated(START))).isEqualTo(play(storm, StampClock.simulated(START)));
    }

    @Test
    void makes_about_the_predicted_number_of_messages() {
        long messages = play(storm, StampClock.simulated(START)).stream()
                .mapToLong(batch -> batch.messages().size())
                .sum();
        assertThat((double) messages).isBetween(storm.messages() * 0.97, storm.messages() * 1.03);
    }

    @Test
    void resends_each_minute_with_the_same_start_and_a_later_end() {
        Episode longest = storm.episodes().stream()
                .max((left, right) ->
                        Long.compare(left.span().length(), right.span().length()))
                .orElseThrow();
        List<Message> told = play(storm, StampClock.simulated(START)).stream()
                .filter(batch -> batch.replica() == 0 && batch.delivery() == Delivery.PROMPT)
                .flatMap(batch -> batch.messages().stream())
                .filter(message -> message.episode().equals(longest) && !message.resolved())
                .toList();
        assertThat(told).hasSizeGreaterThan(5);
        assertThat(told.stream().map(Message::startsAt).distinct()).hasSize(1);
        Message first = told.getFirst();
        assertThat(first.endsAt()).isEqualTo(first.startsAt().plus(Duration.ofMinutes(4)));
        assertThat(told).isSortedAccordingTo((left, right) -> left.endsAt().compareTo(right.endsAt()));
    }

    @Test
    void holds_some_requests_up_and_delivers_some_twice() {
        List<Batch> batches = play(storm, StampClock.simulated(START));
        assertThat(batches).anyMatch(batch -> batch.delivery() == Delivery.LATE);
        assertThat(batches).anyMatch(batch -> batch.delivery() == Delivery.DUPLICATE);
        assertThat(batches).isSortedAccordingTo((left, right) -> Long.compare(left.at(), right.at()));
    }

    @Test
    void paced_stamps_advance_with_the_number_of_messages() {
        List<Batch> batches = play(storm, StampClock.paced(START, 100));
        long messages =
                batches.stream().mapToLong(batch -> batch.messages().size()).sum();
        Instant end = START.plusSeconds(messages / 100 + 1);
        for (Batch batch : batches) {
            for (Message message : batch.messages()) {
                assertThat(message.startsAt()).isBetween(START, end);
                if (message.resolved()) {
                    assertThat(message.endsAt()).isBetween(message.startsAt(), end);
                }
            }
        }
    }
}
