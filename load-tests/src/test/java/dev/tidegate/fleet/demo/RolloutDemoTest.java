package dev.tidegate.fleet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo's story, told by a gateway that is none. */
@Tag("slow")
class RolloutDemoTest {
    private static final List<String> GOOD = List.of(
            "waiting 1 untouched,untouched,untouched",
            "applying 1 in-flight,untouched,untouched",
            "soaking 1 proven,untouched,untouched",
            "done 3 proven,proven,proven");
    private static final List<String> BAD = List.of(
            "applying 2 proven,in-flight,untouched",
            "pulling-back 2 proven,going-back,untouched",
            "pulled-back 2 back,back,untouched");

    @Test
    void aGoodRevisionEndsOnEveryNode() throws Exception {
        String told = play(GOOD, true);

        assertThat(told)
                .contains("ada tries to approve it herself: 409 nobody approves their own change")
                .contains("wave 1 (1 node) begins")
                .contains("mona sees: wave 1 is healthy, all is well")
                .contains("it ended")
                .contains("chain of hashes is sound: 1 records")
                .contains("as it should be: 3 of 3 nodes are proven");
    }

    @Test
    void aBadRevisionIsPulledBackBeforeTheThirdWave() throws Exception {
        String told = play(BAD, false);

        assertThat(told).contains("PULLING BACK").contains("the 1 nodes of the third wave were never touched");
    }

    @Test
    void whatEndsOtherwiseIsAFailure() {
        assertThatThrownBy(() -> play(GOOD, false)).hasMessageContaining("a bad rollout ended as done");
        assertThatThrownBy(() -> play(BAD, true)).hasMessageContaining("a good rollout ended as pulled-back");
        assertThatThrownBy(() -> play(List.of("waiting 1 untouched"), true)).hasMessageContaining("did not end within");
    }

    @Test
    void fiveDifferentPeopleDoTheirParts() throws Exception {
        try (FakeGateway gateway = new FakeGateway(GOOD)) {
            demo(gateway, true, new ByteArrayOutputStream());

            assertThat(gateway.calls())
                    .contains(
                            "POST /changes of-ada",
                            "POST /changes/c1/approvals of-sven",
                            "POST /changes/c1/approvals of-carla",
                            "POST /rollouts of-emil",
                            "GET /rollouts/r1/health of-mona",
                            "POST /rollouts/r1/monitor of-mona");
        }
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatThrownBy(() -> DemoOptions.parse(List.of("http://x", "ugly"))).hasMessageContaining("good|bad");
        assertThatThrownBy(() -> DemoOptions.parse(List.of("http://x", "bad", "--color", "red")))
                .hasMessageContaining("there is no option --color");
        assertThatThrownBy(() -> DemoOptions.parse(List.of("http://x", "bad"))).hasMessageContaining("are needed");
    }

    private static String play(List<String> steps, boolean good) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FakeGateway gateway = new FakeGateway(steps)) {
            demo(gateway, good, out);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void demo(FakeGateway gateway, boolean good, ByteArrayOutputStream out) throws Exception {
        DemoOptions options = new DemoOptions(
                gateway.uri(), good, "admin", "b".repeat(40), "name: demo", Duration.ofSeconds(3), Duration.ZERO);
        new RolloutDemo(options, new PrintStream(out, true, StandardCharsets.UTF_8)).play();
    }
}
