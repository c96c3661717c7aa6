package dev.tidegate.correlator.shard;

import static dev.tidegate.correlator.shard.Lane.firing;
import static dev.tidegate.correlator.shard.Lane.time;
import static dev.tidegate.correlator.shard.Lane.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When everything was down nobody could be heard, and silence says nothing about what fires. */
class SilentLogTest {
    private static final int HOUR = 3_600;
    private static final int RESOLVE_TIMEOUT = 300;

    private final Lane lane = Lane.watched(Policy.DEFAULT);

    @Test
    void whatFiredBeforeAnOutageIsTheSameEpisodeAfterIt() {
        lane.push(firing("NodeDown host=a", 0), until("NodeDown host=b", 0, 240))
                .expect("alert.firing", "alert.firing");
        // the first record after it may be anybody's
        lane.crash().at(HOUR).push(firing("Other host=c", HOUR)).expect("alert.firing");
        lane.at(HOUR + 200)
                .push(firing("NodeDown host=a", 0), until("NodeDown host=b", 0, HOUR + 440))
                .expect();
        assertThat(lane.alert("NodeDown host=a").episode()).isEqualTo(1);
        assertThat(lane.alert("NodeDown host=b").episode()).isEqualTo(1);
    }

    @Test
    void whoIsNotHeardAfterItEitherIsResolvedOneTimeoutLater() {
        lane.push(firing("NodeDown host=a", 0)).expect("alert.firing");
        lane.crash().at(HOUR).tick().expect();
        int end = HOUR + RESOLVE_TIMEOUT;
        for (int second = HOUR + 15; second < end; second += 15) {
            lane.at(second).tick();
        }
        lane.expect().at(end + 1).tick().expect("alert.resolved");
        assertThat(lane.alert("NodeDown host=a").endsAt()).isEqualTo(time(end));
    }

    @Test
    void aWatchedLogThatIsOnlyQuietMakesNoDifference() {
        lane.push(firing("NodeDown host=a", 0)).expect("alert.firing");
        for (int second = 15; second < RESOLVE_TIMEOUT; second += 15) {
            assertThat(lane.runner().due()).hasValue(time(second));
            lane.at(second).tick();
        }
        lane.at(RESOLVE_TIMEOUT + 30).tick().expect("alert.resolved");
        assertThat(lane.alert("NodeDown host=a").endsAt()).isEqualTo(time(RESOLVE_TIMEOUT));
        assertThat(lane.runner().due().orElseThrow())
                .as("nothing fires, so nobody needs to be heard")
                .isAfter(lane.runner().clock().plus(ShardRunner.WATCH));
    }

    @Test
    void aReplayInOneGoComesToTheSameRows() {
        lane.push(firing("NodeDown host=a", 0), until("NodeDown host=b", 0, 240));
        lane.crash().at(HOUR).push(firing("NodeDown host=b", 0));
        lane.at(HOUR + 30).tick().crash();
        lane.at(3 * HOUR).tick();
        lane.at(3 * HOUR + 15).push(firing("NodeDown host=a", 0));
        ShardRunner again = ShardRunner.watched(
                ShardImage.empty(0), Policy.DEFAULT, Lane.CODEC, FakeIncidents.restore(ShardImage.empty(0)));
        var replayed = again.take(List.copyOf(lane.log));
        assertThat(replayed.alerts())
                .hasSize(2)
                .allSatisfy(image -> assertThat(lane.tables.alert(image.tenant(), image.fingerprint()))
                        .hasValueSatisfying(live -> {
                            assertThat(live.firing()).isTrue().isEqualTo(image.firing());
                            assertThat(live.episode()).isEqualTo(1).isEqualTo(image.episode());
                            assertThat(live.startsAt()).isEqualTo(image.startsAt());
                        }));
    }
}
