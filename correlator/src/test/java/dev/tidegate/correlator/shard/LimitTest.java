package dev.tidegate.correlator.shard;

import static dev.tidegate.correlator.shard.Lane.firing;
import static dev.tidegate.correlator.shard.Lane.time;
import static dev.tidegate.correlator.shard.Lane.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.alert.Limit;
import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.ImageTables;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.Policy.Limits;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Scope;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A shard whose senders never say the same alert twice: its memory is bounded, and what is not to blame goes on. */
class LimitTest {
    /** As it stands, a name alone holds 15 of 20. */
    private static final int MOST = 20;

    private static final int OF_NAME = 15;
    private static final String NOTICE =
            "TidegateAlertsLimited cluster=fra1 limited_alertname=SlowRequest severity=major";
    private static final String SITE_NOTICE = "TidegateAlertsLimited cluster=fra1 severity=major";

    private final Lane lane = new Lane(limited(MOST, 10));

    private static Policy limited(int alerts, int sites) {
        return Policy.DEFAULT.withLimits(new Limits(alerts, sites));
    }

    private static Alert slow(int request) {
        return firing("SlowRequest request=" + request, 0);
    }

    private Lane explode(double at) {
        for (int request = 0; request < 30; request++) {
            lane.at(at).push(slow(request));
        }
        return lane;
    }

    private Map<Limit, Long> leftOut() {
        return lane.runner().stats().leftOut();
    }

    @Test
    void beyondItWhatIsNewIsLeftOutAndOneAlertSaysSo() {
        explode(0);
        assertThat(lane.events("alert.firing")).hasSize(OF_NAME + 1);
        assertThat(lane.runner().stats().alerts()).isEqualTo(OF_NAME + 1);
        assertThat(leftOut()).containsOnly(Map.entry(Limit.NAME, 30L - OF_NAME));
        AlertImage notice = lane.alert(NOTICE);
        assertThat(notice.firing()).isTrue();
        assertThat(notice.annotations().getOrEmpty("summary"))
                .isEqualTo("Not all alerts SlowRequest of site fra1 are shown: there are too many");
        assertThat(notice.annotations().getOrEmpty("description")).contains("holds 15 alerts", "may hold 20 (");
        assertThat(notice.source()).isEqualTo("tidegate");
        assertThat(notice.incident()).isNotNull();
    }

    @Test
    void whatIsKnownGoesOn() {
        explode(0);
        lane.at(60).push(slow(3));
        assertThat(lane.runner().stats().repeats()).isEqualTo(1);
        lane.expect(
                IntStream.range(0, OF_NAME + 1).mapToObj(i -> "alert.firing").toArray(String[]::new));
        lane.at(70).push(until("SlowRequest request=3", 0, 65)).expect("alert.resolved");
        lane.at(80).push(firing("SlowRequest request=3", 75)).expect("alert.firing");
        lane.ask(new Command.PutSilence(
                "s",
                "",
                dev.tidegate.model.matcher.Matchers.parse("request=3"),
                time(80),
                time(900),
                "ann",
                "",
                "ann"));
        lane.expect("silence.created", "alert.suppressed");
    }

    @Test
    void oneNameDoesNotStarveOthersNorOneSiteOtherSites() {
        explode(0);
        lane.at(1).push(firing("NodeDown host=a", 1), firing("NodeDown host=b", 1));
        assertThat(lane.alert("NodeDown host=b").firing()).isTrue();
        lane.push(firing("NodeDown host=c", 1));
        assertThat(lane.has("NodeDown host=c")).as("its site has its share").isFalse();
        assertThat(leftOut()).containsEntry(Limit.SITE, 1L);
        assertThat(lane.alert(SITE_NOTICE).annotations().getOrEmpty("summary"))
                .isEqualTo("New alerts of site fra1 are not shown: there are too many already");
        lane.append(Lane.record(Scope.of("ams1"), time(2), firing("NodeDown host=z", 2)));
        assertThat(lane.has("NodeDown host=z")).isTrue();
        lane.append(Lane.record(Scope.of("ams1"), time(2), firing("NodeDown host=y", 2)));
        assertThat(lane.has("NodeDown host=y")).isFalse();
        assertThat(leftOut()).containsEntry(Limit.SHARD, 1L);
    }

    @Test
    void whatWasLeftOutIsTakenWhenItIsRepeatedAndThereIsRoom() {
        explode(0);
        for (int request = 0; request < OF_NAME; request++) {
            lane.at(10).push(until("SlowRequest request=" + request, 0, 10));
        }
        lane.at(60).push(slow(29));
        assertThat(lane.has("SlowRequest request=29"))
                .as("what is over is still shown")
                .isFalse();
        lane.at(361).tick();
        assertThat(lane.alert(NOTICE).firing())
                .as("nothing was left out for a while")
                .isFalse();
        lane.at(361 + 600 + 900).tick().at(361 + 600 + 1800).tick();
        assertThat(lane.runner().stats().alerts()).isZero();
        lane.at(3_000).push(slow(29));
        assertThat(lane.alert("SlowRequest request=29").firing()).isTrue();
        assertThat(lane.alert("SlowRequest request=29").startsAt()).isEqualTo(time(0));
    }

    @Test
    void eachThatIsLeftOutRepeatsTheNotice() {
        explode(0);
        lane.at(200).push(slow(28));
        lane.at(499).tick();
        assertThat(lane.alert(NOTICE).firing()).isTrue();
        lane.at(501).tick();
        assertThat(lane.alert(NOTICE).firing()).isFalse();
        lane.at(510).push(slow(28)); // all others expired too, and are still shown
        assertThat(lane.alert(NOTICE).firing()).isTrue();
        assertThat(lane.alert(NOTICE).episode()).isEqualTo(2);
    }

    @Test
    void whatIsOverAndUnknownIsNothingPeopleMiss() {
        explode(0);
        long before = leftOut().getOrDefault(Limit.NAME, 0L);
        lane.at(600).tick();
        assertThat(lane.alert(NOTICE).firing()).isFalse();
        lane.push(until("SlowRequest request=29", 0, 590));
        assertThat(leftOut()).containsEntry(Limit.NAME, before + 1);
        assertThat(lane.alert(NOTICE).firing()).isFalse();
    }

    @Test
    void itIsCountedFromTheRowsAfterARestart() {
        explode(0).crash().at(20).push(slow(100), slow(3), firing("NodeDown host=a", 20));
        assertThat(lane.has("SlowRequest request=100")).isFalse();
        assertThat(lane.has("NodeDown host=a")).isTrue();
        assertThat(lane.runner().stats().repeats()).isEqualTo(1);
        assertThat(leftOut()).containsOnly(Map.entry(Limit.NAME, 1L));
        assertThat(lane.alert(NOTICE).episode()).isEqualTo(1);
    }

    @Test
    void aReplayOfTheLogComesToTheSameRows() {
        explode(0).at(1).push(firing("NodeDown host=a", 1), firing("NodeDown host=b", 1), firing("NodeDown host=c", 1));
        lane.at(700).tick().push(slow(50));
        ImageTables again = new ImageTables(0);
        again.commit(Lane.restored(ShardImage.empty(0), limited(MOST, 10)).take(lane.log));
        assertThat(again.rows()).isEqualTo(lane.tables.rows());
        assertThat(again.events()).isEqualTo(lane.tables.events());
    }

    @Test
    void aSmallerBoundKeepsWhatIsThereAndTakesNothingNew() {
        explode(0).ask(new Command.SetPolicy(limited(10, 10), "owner"));
        assertThat(lane.runner().stats().alerts()).isEqualTo(OF_NAME + 1);
        assertThat(lane.runner().stats().mostAlerts()).isEqualTo(10);
        lane.at(30).push(slow(3), firing("NodeDown host=a", 30));
        assertThat(lane.runner().stats().repeats()).isEqualTo(1);
        assertThat(lane.has("NodeDown host=a")).isFalse();
        assertThat(leftOut()).containsEntry(Limit.SHARD, 1L);
        lane.ask(new Command.SetPolicy(limited(200, 10), "owner")).push(slow(29));
        assertThat(lane.has("SlowRequest request=29")).isTrue();
    }

    @Test
    void sitesAreBoundedToo() {
        Lane few = new Lane(limited(1_000, 2));
        for (String site : new String[] {"a", "b", "c"}) {
            few.append(Lane.record(Scope.of(site), time(0), firing("NodeDown host=" + site, 0)));
        }
        assertThat(few.has("NodeDown host=b")).isTrue();
        assertThat(few.has("NodeDown host=c")).isFalse();
        assertThat(few.runner().stats().leftOut()).containsOnly(Map.entry(Limit.SITES, 1L));
        few.crash().append(Lane.record(Scope.of("d"), time(1), firing("NodeDown host=d", 1)));
        few.append(Lane.record(Scope.of("a"), time(1), firing("NodeDown host=a2", 1)));
        assertThat(few.has("NodeDown host=d")).isFalse();
        assertThat(few.has("NodeDown host=a2")).isTrue();
    }

    @Test
    void noticesAreBoundedThemselves() {
        Lane many = new Lane(limited(MOST, 1_000));
        for (int site = 0; site < 300; site++) {
            many.append(Lane.record(Scope.of("site" + site), time(1), firing("NodeDown host=" + site, 1)));
        }
        assertThat(many.runner().stats().alerts()).isEqualTo(MOST + 100);
        assertThat(many.runner().stats().leftOut()).containsOnly(Map.entry(Limit.SHARD, 300L - MOST));
    }
}
