package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.policy.Policy;
import org.junit.jupiter.api.Test;

/** Faults travel downstream; their victims meet at what they depend on. */
class TopologyTest {
    private final Fleet fleet = new Fleet(Policy.DEFAULT);

    @Test
    void aRackWithoutPowerIsOneIncident() {
        String[] names = {"HostUnreachable", "IpmiNotResponding", "BgpPeerLost", "CephOsdSlow"};
        for (int host = 0; host < 40; host++) {
            fleet.at(host * 0.7).fires(names[host % 4], "major", "cmp%02d".formatted(host), "rack", "r17");
        }
        assertEquals(1, fleet.all().size());
        assertEquals(40, fleet.image(fleet.all().first()).nodeCount());
    }

    @Test
    void theRacksOwnAlertComingLastTakesInWhatLiesBelow() {
        String first = fleet.fires("DiskErrors", "warning", "cmp01", "rack", "r17");
        String second = fleet.at(5).fires("BgpPeerLost", "major", "cmp02", "rack", "r17");
        assertNotEquals(first, second);
        String rack = fleet.at(10).fires("PowerFeedLost", "critical", "r17");
        assertEquals(first, rack);
        assertEquals(1, fleet.all().size());
        assertEquals(first, fleet.image(second).mergedInto());
        IncidentImage image = fleet.image(first);
        assertEquals("PowerFeedLost", image.causes().getFirst().alertname());
        assertEquals("Power feed lost on r17, with 3 nodes (cmp01, cmp02, r17) — site-1", image.title());
        assertEquals(3, image.alertCount());
    }

    @Test
    void twoIndependentFaultsInOneRackStayApart() {
        fleet.fires("SystemDiskErrorsTooHigh", "warning", "cmp01", "rack", "r17");
        fleet.fires("NtpOffsetTooHigh", "warning", "cmp02", "rack", "r17");
        assertEquals(2, fleet.all().size());
        fleet.at(30).fires("SystemLoadTooHighCritical", "critical", "cmp01", "rack", "r17");
        fleet.at(31).fires("SystemMemoryFullMajor", "major", "cmp02", "rack", "r17");
        assertEquals(2, fleet.all().size());
    }

    @Test
    void faultsInTwoRacksAtOnceAreTwoIncidents() {
        for (int host = 0; host < 20; host++) {
            fleet.at(host).fires("HostUnreachable", "critical", "a%02d".formatted(host), "rack", "r1");
            fleet.at(host + 0.5).fires("HostUnreachable", "critical", "b%02d".formatted(host), "rack", "r2");
        }
        assertEquals(2, fleet.all().size());
    }

    @Test
    void machinesOnADeadHypervisorMeetIt() {
        String host = fleet.fires("LibvirtUnreachable", "critical", "cmp03");
        for (int vm = 0; vm < 12; vm++) {
            String name = vm % 2 == 0 ? "VmNotResponding" : "AppCheckFailed";
            assertEquals(host, fleet.at(20 + vm).fires(name, "major", "vm" + vm, "hypervisor", "cmp03"));
        }
        fleet.at(21).fires("VmNotResponding", "major", "vm99", "hypervisor", "cmp04");
        assertEquals(2, fleet.all().size());
        assertEquals("cmp03", fleet.image(host).causes().getFirst().node());
    }

    @Test
    void whatAHypervisorsAlertSaidOfItsRackIsKnownForItsMachines() {
        fleet.fires("SwitchUnreachable", "critical", "tor-7");
        fleet.fires("LinkDown", "major", "cmp03", "switch", "tor-7");
        fleet.at(10).fires("VmNotResponding", "major", "vm1", "hypervisor", "cmp03");
        assertEquals(1, fleet.all().size());
    }

    @Test
    void timeLetsEvidenceFade() {
        String early = fleet.fires("SystemLoadTooHighCritical", "critical", "cmp01");
        assertEquals(early, fleet.at(200).fires("SystemDiskErrorsTooHigh", "warning", "cmp01"));
        assertNotEquals(early, fleet.at(3000).fires("NtpOffsetTooHigh", "warning", "cmp01"));
    }

    @Test
    void valuesThatNameNothingJoinNothing() {
        fleet.fires("A", "warning", "localhost", "rack", "unknown");
        fleet.fires("B", "warning", "localhost", "rack", "unknown");
        fleet.fires("C", "warning", "x1", "rack", "n/a");
        assertEquals(3, fleet.all().size());
    }

    @Test
    void eachMembershipSaysWhyAndWhatCompeted() {
        fleet.fires("LibvirtUnreachable", "critical", "cmp03");
        fleet.at(5).fires("VmNotResponding", "major", "vm1", "hypervisor", "cmp03");
        var reason = ((IncidentFact.Joined) fleet.told.getLast()).reason();
        assertEquals("topology", reason.kind());
        assertEquals(1.0, reason.threshold());
        assertEquals("depends on cmp03, hops 1, 5 s ago = 2.38", reason.inputs().get("topology"));
    }
}
