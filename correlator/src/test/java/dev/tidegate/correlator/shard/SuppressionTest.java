package dev.tidegate.correlator.shard;

import static dev.tidegate.correlator.shard.Lane.firing;
import static dev.tidegate.correlator.shard.Lane.labels;
import static dev.tidegate.correlator.shard.Lane.time;
import static dev.tidegate.correlator.shard.Lane.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.Policy.Inhibition;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.matcher.Matchers;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuppressionTest {
    private static final String DOWN = "NodeDown host=cmp01 severity=critical";
    private static final String SLOW = "DiskSlow host=cmp01 severity=warning";

    private static Policy with(Inhibition... inhibitions) {
        return Policy.DEFAULT.withInhibitions(List.of(inhibitions));
    }

    private static Inhibition inhibition(String source, String target, String... equal) {
        return new Inhibition(Matchers.parse(source), Matchers.parse(target), List.of(equal));
    }

    private static Command silence(String id, String matchers, double from, double to) {
        return silence(id, "", matchers, from, to);
    }

    private static Command silence(String id, String tenant, String matchers, double from, double to) {
        return new Command.PutSilence(
                id, tenant, Matchers.parse(matchers), time(from), time(to), "ann", "works", "ann");
    }

    private static String hex(String labels) {
        return Fingerprint.toHex(Fingerprint.of(labels(labels)));
    }

    private final Lane lane = new Lane(Policy.DEFAULT);

    @Test
    void aTenantsSilenceCoversOnlyTheirAlerts() {
        lane.at(0).push(firing(DOWN, 0)).expect("alert.firing");
        String theirs = lane.alert(DOWN).tenant();
        lane.at(10).ask(silence("s1", "another", "host=cmp01", 10, 100)).expect("silence.created");
        assertThat(lane.alert(DOWN).silencedBy()).isEmpty();
        assertThat(lane.events("silence.created").getFirst().tenant()).isEqualTo("another");
        lane.at(20).ask(silence("s2", theirs, "host=cmp01", 20, 100)).expect("silence.created", "alert.suppressed");
        assertThat(lane.alert(DOWN).silencedBy()).containsExactly("s2");
    }

    @Test
    void aSilenceCoversWhatFiresAndWhatWillFire() {
        lane.at(0).push(firing(DOWN, 0)).expect("alert.firing");
        lane.at(10).ask(silence("s1", "host=cmp01", 10, 100)).expect("silence.created", "alert.suppressed");
        assertThat(lane.alert(DOWN).silencedBy()).containsExactly("s1");
        lane.at(20).push(firing(SLOW, 20), firing("Other host=x", 20)).expect("alert.firing", "alert.firing");
        assertThat(lane.alert(SLOW).silencedBy()).containsExactly("s1");
        assertThat(lane.alert("Other host=x").silencedBy()).isEmpty();
        lane.at(200).tick().expect("silence.expired", "alert.unsuppressed", "alert.unsuppressed");
        assertThat(lane.events("silence.expired").getFirst().at()).isEqualTo(time(100));
        assertThat(lane.tables.silences()).hasSize(1);
        lane.at(100 + 5 * 86_400 - 1).tick();
        assertThat(lane.tables.silences()).hasSize(1);
        lane.at(100 + 5 * 86_400).tick();
        assertThat(lane.tables.silences()).isEmpty();
    }

    @Test
    void aPendingSilenceBeginsInItsTime() {
        lane.at(0)
                .push(until(DOWN, 0, 900))
                .ask(silence("s1", "host=cmp01", 60, 100))
                .expect("alert.firing", "silence.created");
        lane.crash().at(60).tick().expect("alert.suppressed");
        lane.crash().at(100).tick().expect("silence.expired", "alert.unsuppressed");
    }

    @Test
    void aSilenceIsChangedAndEnded() {
        lane.at(0).push(firing(DOWN, 0), firing(SLOW, 0)).expect("alert.firing", "alert.firing");
        lane.at(1).ask(silence("s1", "alertname=NodeDown", 0, 900)).expect("silence.created", "alert.suppressed");
        lane.at(2)
                .ask(silence("s1", "alertname=DiskSlow", 0, 900))
                .expect("silence.updated", "alert.unsuppressed", "alert.suppressed");
        lane.at(3).ask(silence("s2", "alertname=DiskSlow", 0, 900)).expect("silence.created");
        assertThat(lane.alert(SLOW).silencedBy()).containsExactly("s1", "s2");
        lane.at(4).ask(new Command.ExpireSilence("s1", "bob")).expect("silence.expired");
        assertThat(lane.events("silence.expired").getFirst().actor()).isEqualTo("bob");
        lane.at(5)
                .ask(new Command.ExpireSilence("s1", "bob"))
                .ask(new Command.ExpireSilence("s9", "bob"))
                .expect();
        lane.at(6).ask(new Command.ExpireSilence("s2", "bob")).expect("silence.expired", "alert.unsuppressed");
    }

    @Test
    void aPendingSilenceCanBeEnded() {
        lane.at(0).push(until(DOWN, 0, 900)).ask(silence("s1", "host=cmp01", 60, 100));
        lane.at(5)
                .ask(new Command.ExpireSilence("s1", "bob"))
                .expect("alert.firing", "silence.created", "silence.expired");
        assertThat(lane.tables.silences().getFirst().startsAt()).isEqualTo(time(5));
        lane.at(200).tick().expect();
        lane.at(5 + 5 * 86_400 + 1).tick();
        assertThat(lane.tables.silences()).isEmpty();
    }

    @Test
    void aFiringSourceInhibitsAndAResolvedOneDoesNot() {
        Lane lane = new Lane(with(inhibition("severity=critical", "severity=warning", "host")));
        lane.at(0).push(firing(SLOW, 0), firing("DiskSlow host=cmp02 severity=warning", 0));
        lane.at(1).push(firing(DOWN, 1)).expect("alert.firing", "alert.firing", "alert.firing", "alert.suppressed");
        assertThat(lane.alert(SLOW).inhibitedBy()).containsExactly(hex(DOWN));
        lane.crash().at(2).push(until(DOWN, 1, 2)).expect("alert.resolved", "alert.unsuppressed");
        lane.at(3).push(firing(DOWN, 3)).expect("alert.firing", "alert.suppressed");
        lane.at(290)
                .push(firing(SLOW, 0))
                .at(303)
                .tick()
                .expect("alert.resolved", "alert.resolved", "alert.unsuppressed");
    }

    @Test
    void oneOfSeveralSourcesSpeaksAndIsReplaced() {
        Lane lane = new Lane(with(inhibition("severity=critical", "severity=warning")));
        List<String> sources = List.of("A severity=critical", "B severity=critical", "C severity=critical");
        lane.at(0).push(firing(SLOW, 0));
        sources.forEach(source -> lane.push(firing(source, 0)));
        List<String> order = sources.stream()
                .sorted(java.util.Comparator.comparing(SuppressionTest::hex))
                .toList();
        for (String source : order) {
            assertThat(lane.alert(SLOW).inhibitedBy()).containsExactly(hex(source));
            lane.at(1).push(until(source, 0, 1));
        }
        assertThat(lane.alert(SLOW).suppressed()).isFalse();
    }

    @Test
    void absentLabelsAreEqualAndScopesAreApart() {
        Lane lane = new Lane(with(inhibition("severity=critical", "severity=warning", "rack")));
        lane.at(0).push(firing(SLOW, 0), firing("Big severity=critical rack=r1", 0));
        assertThat(lane.alert(SLOW).suppressed()).isFalse();
        lane.append(Lane.record(dev.tidegate.model.Scope.of("muc1"), time(0), firing("Far severity=critical", 0)));
        assertThat(lane.alert(SLOW).suppressed()).isFalse();
        lane.push(firing(DOWN, 0));
        assertThat(lane.alert(SLOW).suppressed()).isTrue();
    }

    @Test
    void whatMatchesBothSidesIsNotInhibitedByWhatDoesToo() {
        Lane lane = new Lane(with(inhibition("severity=~\"critical|major\"", "severity=~\"major|warning\"")));
        lane.at(0).push(firing("M1 severity=major", 0), firing("M2 severity=major", 0));
        assertThat(lane.alert("M1 severity=major").suppressed()).isFalse();
        assertThat(lane.alert("M2 severity=major").suppressed()).isFalse();
        lane.push(firing(SLOW, 0));
        assertThat(lane.alert(SLOW).suppressed()).isTrue();
        lane.push(firing(DOWN, 0));
        assertThat(lane.alert("M1 severity=major").inhibitedBy()).containsExactly(hex(DOWN));
    }

    @Test
    void anotherPolicyIsInForceAtOnce() {
        lane.at(0).push(firing(SLOW, 0), firing(DOWN, 0)).expect("alert.firing", "alert.firing");
        Policy policy = with(inhibition("severity=critical", "severity=warning", "host"));
        lane.ask(new Command.SetPolicy(policy, "ann")).expect("policy.changed", "alert.suppressed");
        assertThat(lane.crash().runner().policy().inhibitions()).isEqualTo(policy.inhibitions());
        lane.ask(new Command.SetPolicy(Policy.DEFAULT, "ann")).expect("policy.changed", "alert.unsuppressed");
    }
}
