package dev.tidegate.health.watch;

import static dev.tidegate.health.watch.Examples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.judge.Blame;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.watch.json.FactJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Evidence GOOD = Evidence.Values.of(1, 1);
    private static final Evidence BAD = Evidence.Values.of(11, 1);
    private static final Evidence AWAY = new Evidence.QueryError("prom refused the connection");

    private final Examples.PlainJudge judge = new Examples.PlainJudge();
    private final List<WatchFact> facts = new ArrayList<>();
    private Watch watch = new Watch(T0, Examples.policy(SECOND), judge, null, 0);
    private int second;

    private void rounds(int count, Evidence evidence) {
        for (int i = 0; i < count; i++) {
            facts.addAll(watch.take(Examples.round(at(++second), evidence)));
        }
    }

    private static Instant at(int second) {
        return T0.plusSeconds(second);
    }

    private List<String> kinds() {
        return facts.stream().map(WatchFact::kind).toList();
    }

    private List<String> verdicts() {
        return facts.stream()
                .filter(WatchFact.Decided.class::isInstance)
                .map(fact -> VerdictWords.of(
                                ((WatchFact.Decided) fact).decision().verdict())
                        .kind())
                .toList();
    }

    @Test
    void everyRoundIsAFrameAndEveryChangeOfVerdictIsToldOnceInOneSequenceOfNumbers() {
        rounds(10, GOOD);
        assertThat(kinds().stream().filter("frame"::equals)).hasSize(10);
        assertThat(verdicts()).containsExactly("inconclusive", "healthy");
        assertThat(facts.stream().map(WatchFact::seq))
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.rangeClosed(1, 12).boxed().toList());
        assertThat(kinds()).startsWith("frame", "verdict", "frame");
    }

    @Test
    void unhealthyStaysWhateverComesAfter() {
        rounds(6, GOOD);
        rounds(1, BAD);
        rounds(20, GOOD);
        rounds(1, AWAY);
        assertThat(verdicts()).containsExactly("inconclusive", "healthy", "unhealthy");
        WatchFact.Framed last = (WatchFact.Framed) facts.getLast();
        assertThat(last.frame().verdict()).isInstanceOf(Verdict.Unhealthy.class);
        assertThat(last.frame().judgement().verdict()).isInstanceOf(Verdict.Inconclusive.class);
        assertThat(last.frame().blame())
                .as("as it was when it was found")
                .containsExactly(new Blame.Blamed("cmp1", "latency", 11));
        assertThat(new String(FactJson.fact("w1", last), StandardCharsets.UTF_8))
                .contains("\"blame\":[{\"node\":\"cmp1\",\"signal\":\"latency\",\"level\":11.0}]");
        assertThat(((WatchFact.Framed) facts.getFirst()).frame().blame()).isEmpty();
    }

    @Test
    void whoeverWaitsForEvidenceIsAskedOnceAndToldWhenItIsThereAgain() {
        rounds(6, GOOD);
        rounds(20, AWAY);
        rounds(1, GOOD);
        assertThat(kinds().stream().filter("asked"::equals)).hasSize(1);
        WatchFact.Asked asked = facts.stream()
                .filter(WatchFact.Asked.class::isInstance)
                .map(WatchFact.Asked.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(asked.since()).isEqualTo(at(7));
        assertThat(asked.at()).isEqualTo(at(12));
        assertThat(asked.reason()).isEqualTo("signal latency: prom refused the connection");
        assertThat(kinds()).endsWith("answered");
        assertThat(verdicts()).containsExactly("inconclusive", "healthy", "inconclusive", "healthy");
    }

    @Test
    void whatWasStoredIsNotDecidedAgainAfterARestart() {
        rounds(6, GOOD);
        rounds(1, BAD);
        WatchFact.Decided last = facts.stream()
                .filter(WatchFact.Decided.class::isInstance)
                .map(WatchFact.Decided.class::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
        Decision.Known known = new Decision.Known(
                last.decision().number(), last.at(), last.decision().verdict());
        watch = new Watch(T0, Examples.policy(SECOND), new Examples.PlainJudge(), known, 1_000);
        List<WatchFact> again = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            again.addAll(watch.recall(Examples.round(at(i), i == 7 ? BAD : GOOD)));
        }
        assertThat(again).isEmpty();
        // the source has forgotten what was bad: the verdict has not
        facts.clear();
        rounds(1, GOOD);
        assertThat(kinds()).containsExactly("frame");
        assertThat(facts.getFirst().seq()).isEqualTo(1_001);
        assertThat(((WatchFact.Framed) facts.getFirst()).frame().verdict()).isInstanceOf(Verdict.Unhealthy.class);
    }

    @Test
    void whatHappenedWhileNobodyLookedIsToldWithItsOwnTime() {
        Decision.Known known =
                new Decision.Known(1, at(1), new Verdict.Inconclusive(Verdict.Doubt.EXPOSURE, "1 of 5 rounds"));
        watch = new Watch(T0, Examples.policy(SECOND), judge, known, 10);
        for (int i = 1; i <= 8; i++) {
            facts.addAll(watch.recall(Examples.round(at(i), i == 8 ? BAD : GOOD)));
        }
        assertThat(verdicts()).containsExactly("healthy", "unhealthy");
        assertThat(facts.getLast().at()).isEqualTo(at(8));
        assertThat(((WatchFact.Decided) facts.getLast()).decision().number()).isEqualTo(3);
    }

    @Test
    void roundsBeforeTheChangeAreRememberedAndTimeNeverGoesBack() {
        List<WatchFact> before = watch.take(Examples.round(T0.minusSeconds(3), GOOD));
        assertThat(((WatchFact.Framed) before.getFirst()).frame().judgement().exposed())
                .isEqualTo(-3_000);
        watch.take(Examples.round(T0, GOOD));
        assertThat(watch.take(Examples.round(T0.minusSeconds(1), GOOD))).isEmpty();
        rounds(1, GOOD);
        assertThat(judge.remembered).containsExactly(T0.minusSeconds(3));
        assertThat(judge.judged).containsExactly(at(1));
    }
}
