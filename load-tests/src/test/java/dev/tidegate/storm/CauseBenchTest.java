package dev.tidegate.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.storm.score.CauseScore.Answers;
import dev.tidegate.storm.score.CauseScore.Said;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What broke is the first cause of the incident that comes of it, in storms that nothing was tuned on. */
class CauseBenchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** @param least how often at least, of four storms: a collector's own alerts may come after those of what it scrapes */
    @ParameterizedTest
    @CsvSource({
        "rack-power, 1, 4",
        "rack-power, 60, 4",
        "switch-flap, 1, 4",
        "hypervisor-death, 1, 4",
        "hypervisor-death, 60, 4",
        "database-failover, 1, 4",
        "slow-disk, 1, 4",
        "bad-rollout, 1, 4",
        "collector-outage, 1, 2"
    })
    void theFaultItselfIsTheFirstCause(String fault, int squeezed, int least) throws IOException {
        List<Said> said = new ArrayList<>();
        for (long seed = 11; seed <= 14; seed++) {
            Answers answers = CauseBench.storm(200, seed, fault, squeezed);
            said.addAll(answers.late());
            assertThat(answers.early()).hasSameSizeAs(answers.late());
        }
        assertThat(said).hasSize(4).allMatch(each -> each.kind().equals(fault));
        assertThat(said.stream().filter(each -> each.rank() == 1).count())
                .as(() -> said.toString())
                .isGreaterThanOrEqualTo(least);
    }

    /** When nearly all of a storm is resolved, an incident is as bad as it was. */
    @Test
    void theIncidentOfARackWithoutPowerIsCalledByItsPowerUnit() throws IOException {
        Said said = CauseBench.storm(200, 31, "rack-power", 60).late().getFirst();
        assertThat(said.titled()).isTrue();
        assertThat(said.incident().title()).startsWith("Pdu input power lost on pdu-r02, with ");
        assertThat(said.incident().severity().word()).isEqualTo("critical");
        assertThat(said.incident().firingCount()).isLessThan(said.incident().alertCount() / 10);
    }

    @Test
    void printsATableForEachMoment() {
        assertThat(run("--nodes", "60", "--seeds", "3-3", "--fault", "rack-power", "--details", "yes"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("cause@1", "cause@3", "all is over", "half of the fault's alerts fire", "PduInputPowerLost");
    }

    @Test
    void namesTheOptionThatIsWrong() {
        assertThat(run("--seeds", "some")).isEqualTo(2);
        assertThat(run("--fault", "flood")).isEqualTo(2);
        assertThat(run("--loud")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--seeds wants FROM-TO", "flood", "--loud");
        assertThat(run("--help")).isZero();
    }

    private int run(String... args) {
        return CauseBench.run(
                List.of(args),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
    }
}
