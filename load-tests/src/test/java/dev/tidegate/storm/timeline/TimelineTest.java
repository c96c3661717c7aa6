package dev.tidegate.storm.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.Labels;
import dev.tidegate.storm.fault.FaultKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
    private static Timeline storm(int nodes, long seed) {
        return Timeline.of(new StormSpec(nodes, seed, Optional.empty(), 0));
    }

    private static Timeline only(FaultKind kind, int nodes, long seed) {
        return Timeline.of(new StormSpec(nodes, seed, Optional.of(kind), 0));
    }

    @Test
    void is_a_function_of_its_spec() {
        assertThat(storm(300, 7).episodes()).isEqualTo(storm(300, 7).episodes());
        assertThat(storm(300, 7).episodes()).isNotEqualTo(storm(300, 8).episodes());
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 200, 1_000, 10_000})
    void breaks_things_in_fleets_of_every_size(int nodes) {
        Timeline storm = storm(nodes, 3);
        assertThat(storm.faults()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(storm.episodes()).hasSizeGreaterThan(50).allSatisfy(episode -> {
            assertThat(episode.span().length()).isPositive();
            assertThat(episode.labels().getOrEmpty("cluster")).isEqualTo("site-1");
            assertThat(episode.labels().has("severity")).isTrue();
            assertThat(episode.labels().has("service")).isTrue();
            assertThat(episode.summary()).isNotBlank().doesNotContain("{");
        });
    }

    @Test
    void every_alert_belongs_to_a_fault_of_the_storm_or_is_noise() {
        Timeline storm = storm(500, 5);
        Map<String, FaultKind> kinds = new HashMap<>(Map.of(NamedFault.NOISE, FaultKind.NOISE));
        storm.faults().forEach(fault -> kinds.put(fault.id(), fault.fault().kind()));
        assertThat(storm.episodes())
                .allSatisfy(episode -> assertThat(kinds).containsEntry(episode.fault(), episode.kind()));
        assertThat(storm.episodes().stream().map(Episode::fault).collect(Collectors.toSet()))
                .isEqualTo(kinds.keySet());
    }

    @Test
    void the_same_labels_never_fire_twice_at_once() {
        Map<Labels, Long> busyUntil = new HashMap<>();
        for (Episode episode : storm(200, 11).episodes()) {
            long free = busyUntil.getOrDefault(episode.labels(), -1L);
            assertThat(episode.span().from()).isGreaterThan(free);
            busyUntil.put(episode.labels(), episode.span().until());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOISE")
    void breaks_only_what_is_asked_for_and_fires_its_root(FaultKind kind) {
        for (int seed = 1; seed <= 5; seed++) {
            Timeline storm = only(kind, 300, seed);
            assertThat(storm.faults()).hasSize(1);
            assertThat(storm.faults().getFirst().fault().kind()).isEqualTo(kind);
            assertThat(storm.episodes()).anySatisfy(episode -> {
                assertThat(episode.fault()).isEqualTo("f-1");
                assertThat(episode.labels().getOrEmpty("host"))
                        .isEqualTo(episode.root().node());
                assertThat(episode.labels().getOrEmpty("alertname"))
                        .isEqualTo(episode.root().alertname());
            });
        }
    }

    @Test
    void a_bad_rollout_climbs_the_whole_ladder_in_order() {
        Timeline storm = seedWith(FaultKind.BAD_ROLLOUT, "NovaServiceOutage");
        List<Long> firsts = Stream.of(
                        "NovaServiceDown",
                        "NovaComputeServicesDownMinor",
                        "NovaComputeServicesDownMajor",
                        "NovaServiceOutage")
                .map(name -> first(storm, name))
                .toList();
        assertThat(firsts).isSorted();
        assertThat(storm.episodes().stream().filter(episode -> isNamed(episode, "NovaServiceDown")))
                .hasSizeGreaterThan(40);
    }

    @Test
    void a_rack_without_power_takes_its_switch_hosts_and_virtual_machines() {
        Timeline storm = only(FaultKind.RACK_POWER, 300, 1);
        List<Labels> labels = storm.episodes().stream()
                .filter(episode -> !episode.fault().equals(NamedFault.NOISE))
                .map(Episode::labels)
                .toList();
        assertThat(labels).anyMatch(each -> each.has("power_feed"));
        assertThat(labels).anyMatch(each -> each.has("switch"));
        assertThat(labels).anyMatch(each -> each.has("hypervisor"));
        assertThat(labels).anyMatch(each -> each.getOrEmpty("binary").equals("nova-compute"));
    }

    @Test
    void a_flapping_switch_makes_the_same_alert_fire_again_and_again() {
        Map<Labels, Long> times = only(FaultKind.SWITCH_FLAP, 300, 2).episodes().stream()
                .collect(Collectors.groupingBy(Episode::labels, Collectors.counting()));
        assertThat(times.values()).anyMatch(count -> count >= 3);
    }

    @Test
    void resends_often_enough_for_the_asked_number_of_messages() {
        for (long wanted : new long[] {6_000, 60_000, 600_000}) {
            Timeline storm = Timeline.of(new StormSpec(200, 1, Optional.empty(), wanted));
            assertThat((double) storm.messages()).isBetween(wanted * 0.9, (double) wanted);
        }
    }

    @Test
    void leaves_faults_out_when_there_is_room_for_few_messages() {
        Timeline storm = Timeline.of(new StormSpec(1_000, 1, Optional.empty(), 1_000));
        assertThat(storm.faults()).isNotEmpty().hasSizeLessThan(7);
        assertThat(storm.messages()).isLessThanOrEqualTo(1_050);
    }

    private static Timeline seedWith(FaultKind kind, String alertname) {
        for (int seed = 1; seed < 50; seed++) {
            Timeline storm = only(kind, 400, seed);
            if (storm.episodes().stream().anyMatch(episode -> isNamed(episode, alertname))) {
                return storm;
            }
        }
        throw new AssertionError("no seed makes " + alertname);
    }

    private static boolean isNamed(Episode episode, String alertname) {
        return episode.labels().getOrEmpty("alertname").equals(alertname);
    }

    private static long first(Timeline storm, String alertname) {
        return storm.episodes().stream()
                .filter(episode -> isNamed(episode, alertname))
                .mapToLong(episode -> episode.span().from())
                .min()
                .orElseThrow();
    }
}
