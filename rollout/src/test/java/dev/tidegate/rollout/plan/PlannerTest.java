package dev.tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final long SEED = 7;

    @Test
    void oneNodeThenATenthThenTheRest() {
        Plan plan = new Planner(computes(100), SEED).plan(PlanSpec.DEFAULT);

        assertThat(plan.waves()).extracting(Wave::size).containsExactly(1, 10, 89);
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void theSameSeedChoosesTheSameNodesAndAnotherSeedOthers() {
        Plan first = new Planner(computes(100), SEED).plan(PlanSpec.DEFAULT);

        assertThat(new Planner(computes(100).reversed(), SEED).plan(PlanSpec.DEFAULT))
                .isEqualTo(first);
        assertThat(new Planner(computes(100), SEED + 1).plan(PlanSpec.DEFAULT)).isNotEqualTo(first);
    }

    @Test
    void theWholeFleetAtOnceIsRefused() {
        refused(computes(5), new PlanSpec.Batches(5), "a wave of all 5 nodes is refused");
        refused(computes(5), new PlanSpec.Steps(List.of(new WaveSize.Rest())), "never reaches everything at once");
        refused(
                computes(2),
                new PlanSpec.Explicit(List.of(List.of("cmp000", "cmp001"))),
                "a wave of all 2 nodes is refused");
    }

    @Test
    void noPlanOfAnyFormTouchesEverythingAtOnce() {
        for (int nodes = 2; nodes <= 12; nodes++) {
            List<FleetNode> fleet = computes(nodes);
            List<String> names = fleet.stream().map(FleetNode::name).toList();
            List<PlanSpec> greedy = List.of(
                    new PlanSpec.Explicit(List.of(names)),
                    new PlanSpec.Batches(nodes),
                    new PlanSpec.Batches(nodes + 1),
                    new PlanSpec.Batches(Integer.MAX_VALUE),
                    new PlanSpec.Steps(List.of(new WaveSize.Rest())),
                    new PlanSpec.Steps(List.of(new WaveSize.Count(nodes))),
                    new PlanSpec.Steps(List.of(new WaveSize.Count(nodes), new WaveSize.Rest())));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new WaveSize.Share(1))
                    .withMessageContaining("below 1 of all nodes");
            greedy.forEach(spec -> refused(fleet, spec, "a wave of all " + fleet.size() + " nodes is refused"));
        }
    }

    @Test
    void oneNodeIsAWaveOfItsOwnAndTwoAreTwo() {
        Plan one = new Planner(computes(1), SEED).plan(PlanSpec.DEFAULT);
        assertThat(one.waves()).extracting(Wave::size).containsExactly(1);
        assertThat(one.notes())
                .containsExactly("its only wave is cmp000, which is all that it touches: nothing but staging tries it"
                        + " before");

        Plan two = new Planner(computes(2), SEED).plan(PlanSpec.DEFAULT);
        assertThat(two.waves()).extracting(Wave::size).containsExactly(1, 1);
        assertThat(two.notes()).isEmpty();
    }

    @Test
    void aFirstWaveOfMuchOfTheFleetIsRemarkedUpon() {
        assertThat(new Planner(computes(10), SEED).plan(new PlanSpec.Batches(9)).notes())
                .containsExactly(
                        "the first wave is 9 of 10 nodes: whatever is wrong hits all of these before anybody has"
                                + " seen it; begin with one node");
        assertThat(new Planner(computes(10), SEED).plan(new PlanSpec.Batches(2)).notes())
                .isEmpty();
    }

    @Test
    void theTenthHasAllKindsOfNodes() {
        List<FleetNode> fleet = new ArrayList<>(computes(90));
        for (int i = 0; i < 10; i++) {
            fleet.add(new FleetNode("ctl" + i, i < 5 ? "control" : "database", "g10", "", ""));
        }

        Plan plan = new Planner(fleet, SEED).plan(PlanSpec.DEFAULT);

        assertThat(plan.waves().get(0).nodes()).allMatch(name -> name.startsWith("cmp"));
        assertThat(plan.waves().get(1).strata())
                .extracting(FleetNode.Stratum::role)
                .containsExactly("control", "database");
    }

    @Test
    void membersOfAQuorumGroupNeverGoTogether() {
        List<FleetNode> fleet = IntStream.range(0, 5)
                .mapToObj(i -> new FleetNode("dbs" + i, "database", "g10", "rack-" + i, "galera"))
                .toList();

        Plan plan = new Planner(fleet, SEED).plan(PlanSpec.DEFAULT);

        assertThat(plan.waves()).extracting(Wave::size).containsExactly(1, 1, 1, 1, 1);
        assertThat(plan.notes())
                .containsExactly(
                        "2 more waves for 2 members of quorum groups (galera), of which never two go together");
    }

    @Test
    void aBatchIsOfOneFailureDomain() {
        Plan plan = new Planner(computes(100), SEED).plan(PlanSpec.DEFAULT);

        for (Batch batch : plan.waves().get(2).batches()) {
            assertThat(batch.nodes()).allSatisfy(name -> assertThat(rack(name)).isEqualTo(batch.domain()));
        }
    }

    @Test
    void theProbabilityOfMissingADefectIsKnownBeforehand() {
        Plan plan = new Planner(computes(1000), SEED)
                .plan(new PlanSpec.Steps(List.of(new WaveSize.Count(1), new WaveSize.Count(19), new WaveSize.Rest())));

        int tenth = Plan.DEFECTS.indexOf(0.1);
        assertThat(plan.waves().get(0).missed().get(tenth)).isCloseTo(0.9, within(1e-9));
        assertThat(plan.waves().get(1).missed().get(tenth)).isCloseTo(0.1216, within(0.003));
        assertThat(plan.waves().get(2).missed().get(tenth)).isZero();
    }

    @Test
    void explicitWavesAreChecked() {
        List<FleetNode> fleet = List.of(
                new FleetNode("a", "", "", "", "etcd"),
                new FleetNode("b", "", "", "", "etcd"),
                new FleetNode("c", "", "", "", ""));
        refused(fleet, explicit(List.of("a"), List.of("b")), "the waves leave out 1 of 3 nodes: c");
        refused(fleet, explicit(List.of("a", "b"), List.of("c")), "wave 1 touches a and b together");
        refused(fleet, explicit(List.of("a"), List.of()), "wave 2 is empty");
        refused(fleet, explicit(List.of("a"), List.of("x")), "wave 2 names x, which the change does not select");
        refused(fleet, explicit(List.of("a"), List.of("a")), "node a is in wave 1 and in wave 2");
        assertThat(new Planner(fleet, SEED)
                        .plan(explicit(List.of("a"), List.of("c", "b")))
                        .nodes())
                .isEqualTo(3);
    }

    @Test
    void stepsThatLeaveNodesOutAreRefused() {
        refused(
                computes(10),
                new PlanSpec.Steps(List.of(new WaveSize.Count(1), new WaveSize.Share(0.5))),
                "the waves leave out 4 of 10 nodes; end with the rest");
        refused(computes(10), new PlanSpec.Steps(List.of()), "a plan without waves");
        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(() -> new Planner(List.of(), SEED))
                .withMessageContaining("no node is selected");
    }

    @Property(tries = 300)
    void everyNodeIsInOneWaveAndNoRuleIsBroken(
            @ForAll("fleets") List<FleetNode> fleet, @ForAll("wishes") PlanSpec spec, @ForAll long seed) {
        Plan plan;
        try {
            plan = new Planner(fleet, seed).plan(spec);
        } catch (PlanRefusedException refusal) {
            assertThat(refusal).hasMessageContaining("never reaches everything at once");
            return;
        }
        Map<String, FleetNode> byName = new HashMap<>();
        fleet.forEach(node -> byName.put(node.name(), node));
        List<String> touched = new ArrayList<>();
        for (Wave wave : plan.waves()) {
            Set<String> quorums = new HashSet<>();
            assertThat(wave.size()).isPositive();
            assertThat(wave.size() < fleet.size() || fleet.size() == 1).isTrue();
            for (Batch batch : wave.batches()) {
                for (String name : batch.nodes()) {
                    FleetNode node = Objects.requireNonNull(byName.get(name));
                    touched.add(name);
                    assertThat(node.domain()).isEqualTo(batch.domain());
                    assertThat(node.quorum().isEmpty() || quorums.add(node.quorum()))
                            .isTrue();
                }
            }
        }
        assertThat(touched).doesNotHaveDuplicates().hasSameElementsAs(byName.keySet());
    }

    @Provide
    Arbitrary<List<FleetNode>> fleets() {
        Arbitrary<FleetNode> node = Combinators.combine(
                        Arbitraries.of("compute", "control", "database"),
                        Arbitraries.of("g9", "g10"),
                        Arbitraries.of("", "r1", "r2", "r3"),
                        Arbitraries.of("", "", "", "galera", "etcd"))
                .as((role, hardware, domain, quorum) -> new FleetNode("", role, hardware, domain, quorum));
        return node.list()
                .ofMinSize(1)
                .ofMaxSize(60)
                .map(nodes -> IntStream.range(0, nodes.size())
                        .mapToObj(i -> {
                            FleetNode like = nodes.get(i);
                            return new FleetNode("n" + i, like.role(), like.hardware(), like.domain(), like.quorum());
                        })
                        .toList());
    }

    @Provide
    Arbitrary<PlanSpec> wishes() {
        return Arbitraries.oneOf(
                Arbitraries.just(PlanSpec.DEFAULT),
                Arbitraries.integers().between(1, 30).map(PlanSpec.Batches::new),
                Arbitraries.integers()
                        .between(1, 40)
                        .map(count -> new PlanSpec.Steps(List.of(new WaveSize.Count(count), new WaveSize.Rest()))));
    }

    private static PlanSpec explicit(List<String> first, List<String> second) {
        return new PlanSpec.Explicit(List.of(first, second));
    }

    private static void refused(List<FleetNode> fleet, PlanSpec spec, String reason) {
        assertThatExceptionOfType(PlanRefusedException.class)
                .isThrownBy(() -> new Planner(fleet, SEED).plan(spec))
                .withMessageContaining(reason);
    }

    private static List<FleetNode> computes(int nodes) {
        return IntStream.range(0, nodes)
                .mapToObj(i -> "cmp%03d".formatted(i))
                .map(name -> new FleetNode(name, "compute", "g10", rack(name), ""))
                .toList();
    }

    private static String rack(String name) {
        return "rack-" + Integer.parseInt(name.substring(3)) / 20;
    }
}
