package dev.tidegate.correlator.shard;

import static dev.tidegate.correlator.shard.Lane.firing;
import static dev.tidegate.correlator.shard.Lane.said;
import static dev.tidegate.correlator.shard.Lane.time;
import static dev.tidegate.correlator.shard.Lane.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Scope;
import org.junit.jupiter.api.Test;

class AlertLifeTest {
    private static final String DOWN = "NodeDown host=cmp01 severity=critical";
    private final Lane lane = new Lane(Policy.DEFAULT);

    @Test
    void firesIsRepeatedAndResolves() {
        lane.at(0).push(until(DOWN, 0, 240)).expect("alert.firing");
        lane.at(60).push(until(DOWN, 0, 300)).expect();
        lane.at(120).push(until(DOWN, 0, 360)).expect();
        assertThat(lane.runner().stats().repeats()).isEqualTo(2);
        lane.at(130).push(until(DOWN, 0, 125)).expect("alert.resolved");
        AlertImage alert = lane.alert(DOWN);
        assertThat(alert.firing()).isFalse();
        assertThat(alert.startsAt()).isEqualTo(time(0));
        assertThat(alert.endsAt()).isEqualTo(time(125));
        assertThat(alert.repeats()).isEqualTo(4);
        assertThat(alert.node()).isEqualTo("cmp01");
        assertThat(alert.incident()).isNotNull();
        lane.at(190).push(until(DOWN, 0, 125)).expect();
    }

    @Test
    void expiresWhenItsPromiseRunsOut() {
        lane.at(0).push(until(DOWN, 0, 240)).expect("alert.firing");
        lane.at(60).push(until(DOWN, 0, 300));
        lane.at(299.9).tick().expect();
        lane.at(400).tick().expect("alert.resolved");
        assertThat(lane.alert(DOWN).endsAt()).isEqualTo(time(300));
        assertThat(lane.events("alert.resolved").getFirst().at()).isEqualTo(time(300));
        assertThat(lane.events("alert.resolved").getFirst().details()).containsEntry("how", "expired");
    }

    @Test
    void expiresAfterTheResolveTimeoutWhenNothingWasPromised() {
        lane.at(0).push(firing(DOWN, 0));
        assertThat(lane.alert(DOWN).endsAt()).isNull();
        lane.at(200).push(firing(DOWN, 0)).at(499).tick().expect("alert.firing");
        lane.at(500).tick().expect("alert.resolved");
    }

    @Test
    void anExplicitEndBeatsTheTimeout() {
        lane.at(0).push(firing(DOWN, 0)).at(10).push(until(DOWN, 0, 70)).expect("alert.firing");
        lane.at(70).tick().expect("alert.resolved");
    }

    @Test
    void countsEpisodes() {
        lane.at(0).push(firing(DOWN, 0)).at(10).push(until(DOWN, 0, 9));
        lane.at(20).push(firing(DOWN, 19)).expect("alert.firing", "alert.resolved", "alert.firing");
        AlertImage alert = lane.alert(DOWN);
        assertThat(alert.episode()).isEqualTo(2);
        assertThat(alert.startsAt()).isEqualTo(time(19));
        assertThat(alert.firstSeen()).isEqualTo(time(20));
        assertThat(alert.repeats()).isEqualTo(1);
    }

    @Test
    void aLateResolveOfAnOlderEpisodeClosesNothing() {
        lane.at(100).push(firing(DOWN, 90)).at(110).push(until(DOWN, 10, 50)).expect("alert.firing");
        assertThat(lane.alert(DOWN).firing()).isTrue();
        assertThat(lane.alert(DOWN).startsAt()).isEqualTo(time(90));
    }

    @Test
    void aResolveThatOvertookItsFiringStands() {
        lane.at(100).push(until(DOWN, 10, 50)).expect();
        lane.at(101).push(until(DOWN, 10, 250)).expect();
        assertThat(lane.alert(DOWN).firing()).isFalse();
        lane.at(102).push(firing(DOWN, 60)).expect("alert.firing");
    }

    @Test
    void whoInsistsOnAnOldBeginningIsHeard() {
        lane.at(0).push(firing(DOWN, 0)).at(10).push(until(DOWN, 0, 10)).at(20).push(firing(DOWN, 0));
        lane.expect("alert.firing", "alert.resolved");
        lane.at(311).push(firing(DOWN, 0)).expect("alert.firing");
        lane.at(312).push(until(DOWN, 0, 10)).expect();
        lane.at(320).push(until(DOWN, 0, 315)).expect("alert.resolved");
    }

    @Test
    void aFiringMessageThatWasHeldUpIsCorrectedByTheNext() {
        lane.at(0).push(until(DOWN, 0, 240)).at(240).tick();
        lane.at(600).push(until(DOWN, 0, 300), until(DOWN, 0, 840));
        lane.expect("alert.firing", "alert.resolved", "alert.firing");
    }

    @Test
    void overlappingBeginningsMergeToTheEarliest() {
        lane.at(100)
                .push(firing(DOWN, 90))
                .at(101)
                .push(firing(DOWN, 80))
                .at(102)
                .push(firing(DOWN, 95));
        assertThat(lane.alert(DOWN).startsAt()).isEqualTo(time(80));
        assertThat(lane.alert(DOWN).episode()).isEqualTo(1);
    }

    @Test
    void isForgottenWhenItsIncidentIsOverAndItsRetentionToo() {
        lane.at(0).push(firing(DOWN, 0)).at(10).push(until(DOWN, 0, 10));
        lane.at(909).tick();
        assertThat(lane.has(DOWN)).isTrue();
        lane.at(910).tick();
        assertThat(lane.has(DOWN)).isFalse();
        assertThat(lane.runner().stats().alerts()).isZero();
        lane.at(911).push(firing(DOWN, 911));
        assertThat(lane.alert(DOWN).episode()).isEqualTo(1);
    }

    @Test
    void staysWhileItsIncidentLives() {
        lane.at(0).push(firing(DOWN, 0), firing("Other host=x", 0)).at(10).push(until(DOWN, 0, 10));
        for (int t = 60; t <= 2000; t += 60) {
            lane.at(t).push(firing("Other host=x", 0));
        }
        assertThat(lane.has(DOWN)).isTrue();
        lane.at(2001).push(until("Other host=x", 0, 2001)).at(4000).tick();
        assertThat(lane.has(DOWN)).isFalse();
    }

    @Test
    void textsAreWrittenAtMostOnceAMinute() {
        lane.at(0).push(said(DOWN, 0, null, "1"));
        lane.at(10).push(said(DOWN, 0, null, "2")).expect("alert.firing");
        assertThat(lane.alert(DOWN).annotations().get("summary")).isEqualTo("1");
        lane.at(20).push(said(DOWN, 0, null, "3"));
        lane.at(60).tick().expect();
        assertThat(lane.alert(DOWN).annotations().get("summary")).isEqualTo("3");
        lane.at(130).push(said(DOWN, 0, null, "4"));
        assertThat(lane.alert(DOWN).annotations().get("summary")).isEqualTo("4");
    }

    @Test
    void aRestartCountsWhatFiredAsJustSeen() {
        lane.at(0).push(until(DOWN, 0, 240)).at(200).push(until("Other host=x", 200, 9000));
        lane.crash().at(499).tick().expect("alert.firing", "alert.firing");
        lane.at(500).tick().expect("alert.resolved");
        assertThat(lane.alert("Other host=x").firing()).isTrue();
    }

    @Test
    void aRestartKnowsTextsAgainWithoutWritingThem() {
        lane.at(0).push(said(DOWN, 0, null, "1")).crash().at(100).push(said(DOWN, 0, null, "1"));
        assertThat(lane.runner().stats().repeats()).isEqualTo(1);
        assertThat(lane.alert(DOWN).lastSeen()).isEqualTo(time(0));
    }

    @Test
    void flapsAreToldOnceAndHeld() {
        for (int i = 0; i < 3; i++) {
            lane.at(20 * i).push(firing(DOWN, 20 * i)).at(20 * i + 10).push(until(DOWN, 20 * i, 20 * i + 9));
        }
        lane.expect(
                "alert.firing",
                "alert.resolved",
                "alert.firing",
                "alert.resolved",
                "alert.firing",
                "alert.resolved",
                "alert.flapping");
        assertThat(lane.alert(DOWN).flapping()).isTrue();
        lane.at(70).push(firing(DOWN, 70)).at(80).push(until(DOWN, 70, 79)).expect("alert.firing", "alert.resolved");
        assertThat(lane.alert(DOWN).episode()).as("the episode is held").isEqualTo(3);
        assertThat(lane.tables.incidents().getFirst().firingCount()).isEqualTo(1);
        lane.at(50 + 30 * 60 - 1).tick().expect();
        lane.at(3000).tick().expect("alert.steady");
        assertThat(lane.events("alert.steady").getFirst().at()).isEqualTo(time(50 + 30 * 60));
        assertThat(lane.tables.incidents().getFirst().firingCount()).isZero();
    }

    @Test
    void whatCannotBeReadIsToldAndPassedOver() {
        lane.at(0).append(new byte[] {1, 2, 3}).expect("command.refused");
        byte[] whole = Lane.record(Scope.of("fra1"), time(0), firing(DOWN, 0), firing("Other host=x", 0));
        lane.append(java.util.Arrays.copyOf(whole, whole.length - 3)).expect("alert.firing", "command.refused");
        lane.append("T\1\2{\"command\":\"dance\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .expect("command.refused");
        assertThat(lane.runner().stats().malformed()).isEqualTo(3);
        lane.push(firing("Third host=y", 0)).expect("alert.firing");
    }

    @Test
    void theSameBatchThroughTwoPathsChangesOnlyCounters() {
        lane.at(0).push(until(DOWN, 0, 240)).at(1).push(until(DOWN, 0, 240)).expect("alert.firing");
        lane.at(10).push(until(DOWN, 0, 9)).at(11).push(until(DOWN, 0, 9)).expect("alert.resolved");
        assertThat(lane.runner().stats().repeats()).isEqualTo(2);
    }
}
