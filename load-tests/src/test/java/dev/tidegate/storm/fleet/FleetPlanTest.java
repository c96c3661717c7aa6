package dev.tidegate.storm.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetPlanTest {
    @ParameterizedTest
    @ValueSource(ints = {50, 51, 73, 100, 500, 1_000, 4_321, 10_000})
    void has_exactly_the_nodes_asked_for_and_every_role(int nodes) {
        Fleet fleet = FleetPlan.of("s", nodes, 1);

        assertThat(fleet.nodes()).hasSize(nodes);
        assertThat(fleet.nodes().stream().map(Node::name)).doesNotHaveDuplicates();
        for (Role role : Role.values()) {
            assertThat(fleet.of(role)).as(role.name()).isNotEmpty();
        }
        assertThat(fleet.of(Role.SWITCH)).hasSameSizeAs(fleet.racks());
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 1_000, 10_000})
    void keeps_members_of_a_quorum_in_different_racks(int nodes) {
        Fleet fleet = FleetPlan.of("s", nodes, 1);
        for (Role role : Set.of(Role.CONTROLLER, Role.DATABASE, Role.QUEUE, Role.MONITORING)) {
            Set<Rack> racks = new HashSet<>();
            fleet.of(role).forEach(node -> racks.add(node.rack()));
            assertThat(racks).as(role.name()).hasSize(3);
        }
    }

    @Test
    void places_virtual_machines_in_the_rack_of_their_hypervisor() {
        Fleet fleet = FleetPlan.of("s", 500, 1);
        int vms = 0;
        for (Node hypervisor : fleet.of(Role.HYPERVISOR)) {
            for (Node vm : fleet.vmsOn(hypervisor)) {
                assertThat(vm.rack()).isEqualTo(hypervisor.rack());
                vms++;
            }
        }
        assertThat(vms).isEqualTo(fleet.of(Role.VM).size());
    }

    @Test
    void bounds_racks_and_shares_feeds_between_two() {
        Fleet fleet = FleetPlan.of("s", 2_000, 1);
        for (Rack rack : fleet.racks()) {
            assertThat(fleet.hostsIn(rack)).hasSizeBetween(15, 24);
            assertThat(fleet.fedBy(rack.powerFeed())).hasSizeBetween(1, 2).contains(rack);
        }
    }

    @Test
    void refuses_sizes_it_cannot_lay_out() {
        assertThatThrownBy(() -> FleetPlan.of("s", 49, 1))
                .hasMessageContaining("between 50 and 10000")
                .hasMessageContaining("49");
        assertThatThrownBy(() -> FleetPlan.of("s", 10_001, 1)).hasMessageContaining("10001");
    }
}
