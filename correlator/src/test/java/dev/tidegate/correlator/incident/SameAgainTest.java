package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The same facts give the same incidents: again, in another order of the same second, and after a restart. */
class SameAgainTest {
    private static final String[] NAMES = {
        "NovaServiceDown", "NovaServicesDownMajor", "SystemDiskFullMajor", "HostUnreachable", "LinkDown"
    };

    @Property(tries = 60)
    void theSameHappeningsGiveTheSameFactsAndEveryFiringAlertHasOneIncident(
            @ForAll @LongRange(max = 1 << 20) long seed) {
        Fleet first = new Fleet(Policy.DEFAULT);
        Fleet second = new Fleet(Policy.DEFAULT);
        run(first, new Random(seed), 400);
        run(second, new Random(seed), 400);
        assertEquals(first.told, second.told);
        invariants(first);
    }

    @Property(tries = 60)
    void theOrderWithinASecondDoesNotMatter(@ForAll @LongRange(max = 1 << 20) long seed) {
        List<Labels> fault = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            fault.add(Fleet.labels("HostUnreachable", "major", "a" + i, "rack", "r1"));
            fault.add(Fleet.labels("HostUnreachable", "major", "b" + i, "rack", "r2"));
            fault.add(Fleet.labels("GaleraServiceDown", "minor", "dbs" + i));
        }
        fault.add(Fleet.labels("GaleraServiceOutage", "critical", ""));
        Collections.shuffle(fault, new Random(seed));
        Fleet fleet = new Fleet(Policy.DEFAULT);
        fault.forEach(fleet::fires);
        assertEquals(3, fleet.all().size());
    }

    @Property(tries = 40)
    void aRestartChangesNoDecision(@ForAll @LongRange(max = 1 << 20) long seed) {
        Fleet before = new Fleet(Policy.DEFAULT);
        run(before, new Random(seed), 200);
        Incidents again = new Incidents(Policy.DEFAULT);
        List<IncidentImage> living = before.all().stream()
                .map(before::image)
                .filter(image -> image.state().alive())
                .toList();
        List<MemberImage> members = List.copyOf(before.members.values());
        again.restore(before.incidents.scopes(), living, members, alerts(before));
        assertEquals(before.incidents.scopes(), again.scopes());
        for (IncidentImage image : living) {
            IncidentImage restored = again.image(image.id());
            assertEquals(image.firingCount(), restored.firingCount());
            assertEquals(image.nodes(), restored.nodes());
            assertEquals(image.alertCount(), restored.alertCount());
            assertEquals(image.severity(), restored.severity());
        }
    }

    @Test
    void afterARestartAlertsJoinWhatTheyWouldHaveJoined() {
        Fleet before = new Fleet(Policy.DEFAULT);
        String service = before.fires("NovaServiceDown", "minor", "ctl01");
        String rack = before.fires("HostUnreachable", "major", "cmp01", "rack", "r1");
        Incidents again = new Incidents(Policy.DEFAULT);
        again.restore(
                before.incidents.scopes(),
                before.all().stream().map(before::image).toList(),
                before.members.values(),
                alerts(before));
        Fleet after = new Fleet(again);
        assertEquals(service, after.at(60).fires("NovaServiceOutage", "critical", ""));
        assertEquals(rack, after.fires("HostUnreachable", "major", "cmp02", "rack", "r1"));
        assertEquals(2, again.image(rack).nodeCount());
    }

    private static void run(Fleet fleet, Random random, int steps) {
        double time = 0;
        for (int i = 0; i < steps; i++) {
            time += random.nextInt(4) == 0 ? random.nextInt(200) : 0;
            fleet.at(time);
            int node = random.nextInt(24);
            String name = NAMES[random.nextInt(NAMES.length)];
            Labels labels = Fleet.labels(name, "major", "n" + node, "rack", "r" + node / 8, "switch", "sw" + node / 12);
            if (fleet.firing.containsKey(Fingerprint.of(labels))) {
                fleet.ends(labels);
            } else {
                fleet.fires(labels);
            }
        }
    }

    private static void invariants(Fleet fleet) {
        int firing = 0;
        for (String id : fleet.all()) {
            firing += fleet.image(id).firingCount();
        }
        assertEquals(fleet.firing.size(), firing);
        for (Episode episode : fleet.firing.values()) {
            String id = fleet.incidents
                    .incidentOf(episode.scope(), episode.fingerprint())
                    .orElseThrow();
            assertEquals(true, fleet.image(id).state().alive());
        }
        long open = fleet.members.values().stream()
                .filter(member -> member.leftAt() == null)
                .map(member -> member.fingerprint() + "/" + member.episode())
                .distinct()
                .count();
        assertEquals(
                open,
                fleet.members.values().stream()
                        .filter(member -> member.leftAt() == null)
                        .count());
    }

    private static List<AlertImage> alerts(Fleet fleet) {
        List<AlertImage> out = new ArrayList<>();
        for (IncidentFact fact : fleet.told) {
            if (fact instanceof IncidentFact.Joined joined) {
                Episode e = joined.episode();
                Episode current = fleet.firing.get(e.fingerprint());
                out.add(new AlertImage(
                        e.scope().tenant(),
                        e.scope().site(),
                        e.fingerprint(),
                        e.alertname(),
                        e.severity(),
                        e.node(),
                        e.labels(),
                        Labels.EMPTY,
                        "",
                        "test",
                        current != null && current.episode() == e.episode(),
                        false,
                        List.of(),
                        e.episode(),
                        e.startsAt(),
                        null,
                        e.seenAt(),
                        e.seenAt(),
                        1,
                        List.of(),
                        List.of(),
                        joined.incident()));
            }
        }
        return out;
    }
}
