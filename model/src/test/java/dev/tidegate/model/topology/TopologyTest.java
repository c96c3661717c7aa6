package dev.tidegate.model.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private static Edge edge(String from, String to, String relation) {
        return new Edge(from, to, relation, "file");
    }

    private final Topology fleet = new Topology(
            7,
            List.of(
                    edge("vm1", "cmp1", "hypervisor"),
                    edge("vm2", "cmp1", "hypervisor"),
                    edge("cmp1", "rack1", "rack"),
                    edge("rack1", "feedA", "power"),
                    edge("cmp1", "feedA", "power"),
                    edge("vm2", "cmp1", "hypervisor")));

    @Test
    void reachesUpwardsNearestFirstAndEachOnce() {
        assertThat(fleet.above("vm1", 3, 10))
                .extracting(Topology.Reach::vertex, Topology.Reach::hops)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("cmp1", 1),
                        org.assertj.core.groups.Tuple.tuple("rack1", 2),
                        org.assertj.core.groups.Tuple.tuple("feedA", 2));
        assertThat(fleet.above("vm1", 1, 10)).hasSize(1);
        assertThat(fleet.above("vm1", 3, 2)).hasSize(2);
        assertThat(fleet.above("feedA", 3, 10)).isEmpty();
        assertThat(fleet.above("nowhere", 3, 10)).isEmpty();
    }

    @Test
    void countsWhoDependsOnWhatOnce() {
        assertThat(fleet.fanOut("cmp1")).isEqualTo(2);
        assertThat(fleet.fanOut("vm1")).isZero();
        assertThat(fleet.edges()).hasSize(5);
    }

    @Test
    void aCycleEnds() {
        Topology ring = new Topology(1, List.of(edge("a", "b", "peer"), edge("b", "a", "peer")));
        assertThat(ring.above("a", 9, 9)).extracting(Topology.Reach::vertex).containsExactly("b");
    }

    @Test
    void refusesHalfAnEdge() {
        assertThatThrownBy(() -> edge("", "b", "rack")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edge("a", "a", "rack")).hasMessageContaining("itself");
    }
}
