package dev.tidegate.correlator.flow;

import static dev.tidegate.correlator.flow.Installation.PATIENCE;
import static dev.tidegate.correlator.flow.Installation.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.TestDatabase;
import dev.tidegate.correlator.log.kafka.KafkaLogSettings;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class CorrelatorTest {
    private static final int PARTITIONS = 4;

    private Installation at;

    @BeforeEach
    void open() {
        SharedEmbedded shared = SharedEmbedded.get();
        String prefix = shared.freshTopicPrefix();
        at = new Installation(
                KafkaLogSettings.at(shared.kafkaClientProperties())
                        .named(prefix + "alerts", prefix + "incidents", prefix + "group"),
                TestDatabase.migrated());
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void alone_it_takes_everything_and_applies_every_record_once() {
        Correlator a = at.start("a", false);
        await("ready", () -> readiness(a).ready());
        at.append(200);
        at.awaitApplied(a);

        assertThat(a.partitions()).containsExactly(0, 1, 2, 3);
        assertJournalIsWhole(201); // the policy came first
        assertThat(at.published(4 * 201))
                .hasSize(PARTITIONS)
                .allSatisfy((partition, seqs) ->
                        assertThat(seqs).hasSize(201).last().isEqualTo(201L));
    }

    @Test
    void two_share_and_each_sees_how_far_the_other_is() {
        Correlator a = at.start("a", false);
        await("a has all", () -> a.partitions().size() == PARTITIONS);
        Correlator b = at.start("b", false);
        await(
                "both have half",
                () -> a.partitions().size() == 2 && b.partitions().size() == 2);
        await("both are ready", () -> readiness(a).ready() && readiness(b).ready());
        at.append(50);

        at.awaitApplied(a);
        at.awaitApplied(b);

        assertJournalIsWhole(51);
    }

    @Test
    void what_one_leaves_the_other_takes_over_without_loss_or_doubling() {
        Correlator a = at.start("a", false);
        Correlator b = at.start("b", false);
        await(
                "both have half",
                () -> a.partitions().size() == 2 && b.partitions().size() == 2);
        at.append(100);
        a.close().block(PATIENCE);
        at.append(100);
        await("b has all", () -> b.partitions().size() == PARTITIONS);

        at.awaitApplied(b);

        assertJournalIsWhole(201);
    }

    @Test
    void what_dies_in_the_middle_is_taken_over_when_its_lease_ends() {
        Correlator a = at.start("a", false);
        Correlator b = at.start("b", false);
        await(
                "both have half",
                () -> a.partitions().size() == 2 && b.partitions().size() == 2);
        at.append(100);
        a.abandon();
        at.append(100);
        await("b has all", () -> b.partitions().size() == PARTITIONS);

        at.awaitApplied(b);

        assertJournalIsWhole(201);
        assertThat(at.published(4 * 201)).hasSize(PARTITIONS);
    }

    @Test
    void one_that_comes_back_under_its_name_goes_on_at_once() {
        Correlator a = at.start("a", false);
        await("a has all", () -> a.partitions().size() == PARTITIONS);
        at.append(10);
        a.abandon();
        Correlator again = at.start("a", false);
        at.append(10);

        at.awaitApplied(again);

        assertJournalIsWhole(21);
    }

    @Test
    void time_reaches_a_quiet_shard_by_ticks_on_the_log() {
        Correlator a = at.start("a", true);
        await("ready", () -> readiness(a).ready());

        await("ticks", () -> ends().stream().allMatch(end -> end >= 3));
        long before = ends().getFirst();
        at.awaitApplied(a);

        // a tick a second at most: far fewer than rounds of the ticker
        assertThat(before).isLessThan(40);
    }

    @Test
    void waiting_for_what_is_not_there_ends_with_the_bound() {
        Correlator a = at.start("a", false);
        await("ready", () -> readiness(a).ready());

        assertThat(a.positions()
                        .awaitApplied(
                                List.of(Positions.NONE, 1_000L, Positions.NONE, Positions.NONE), Duration.ofMillis(50))
                        .block(PATIENCE))
                .isFalse();
        assertThat(a.positions()
                        .awaitApplied(
                                List.of(Positions.NONE, Positions.NONE, Positions.NONE, Positions.NONE), Duration.ZERO)
                        .block(PATIENCE))
                .isTrue();
    }

    @Test
    void alerts_on_the_log_become_rows_an_incident_and_published_events() {
        Correlator a = at.startReal("a");
        Instant now = Instant.now();
        Scope scope = Scope.of("site-1");
        AlertBatchWriter batch = new AlertBatchWriter(scope, "test", Micros.of(now));
        for (String node : List.of("cmp1", "cmp2", "cmp3")) {
            Labels labels = Labels.of("alertname", "NovaComputeDown", "cluster", "site-1", "host", node);
            batch.add(new Alert(labels, Labels.EMPTY, now, null, ""));
        }
        at.kafka.log().append(scope.partition(PARTITIONS), batch.toRecord()).block(PATIENCE);
        await("ready", () -> readiness(a).ready());

        at.awaitApplied(a);

        assertThat(at.count("alert where state = 'firing'")).isEqualTo(3);
        assertThat(at.count("incident where state = 'open' and firing_count = 3"))
                .isEqualTo(1);
        assertThat(at.count("member where left_at is null")).isEqualTo(3);
        await("all is published", () -> at.count("shard where relayed_seq = event_seq") == PARTITIONS);
        await("the policy is known everywhere", () -> at.count("shard where policy is not null") == PARTITIONS);
    }

    private List<Long> ends() {
        return Objects.requireNonNull(at.kafka.log().ends().block(PATIENCE));
    }

    private static Readiness readiness(Correlator correlator) {
        return Objects.requireNonNull(correlator.readiness().block(PATIENCE));
    }

    /** Every record of the log is in the journal, once and in order. A take-over may have put the policy there again. */
    private void assertJournalIsWhole(int atLeast) {
        Map<Integer, List<Long>> journal = at.journal();
        assertThat(journal).hasSize(PARTITIONS);
        List<Long> ends = ends();
        journal.forEach((partition, offsets) -> assertThat(offsets)
                .as("partition " + partition)
                .hasSizeGreaterThanOrEqualTo(atLeast)
                .isEqualTo(LongStream.range(0, ends.get(partition)).boxed().toList()));
    }
}
