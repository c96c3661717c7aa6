package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidegate.correlator.policy.Policy;
import org.junit.jupiter.api.Test;

/** Places have devices, and the devices of several places hang on one thing: when that fails, it is one fault. */
class FailureDomainTest {
    private static final String[] NAMES = {"HostUnreachable", "IpmiNotResponding", "BgpPeerLost", "CephOsdSlow"};

    private final Fleet fleet = new Fleet(Policy.DEFAULT);

    @Test
    void aFeedThatFailsUnderTwoRacksIsOneIncident() {
        String feed = pdu("r05");
        assertEquals(feed, pdu("r06"));
        hostsFail(10, "r05", "r06");
        assertEquals(1, fleet.all().size());
        assertEquals(42, fleet.image(feed).nodeCount());
        assertEquals("PduInputPowerLost", fleet.image(feed).causes().getFirst().alertname());
    }

    @Test
    void aFeedWhosePowerUnitsComeLastTakesInBothRacks() {
        hostsFail(0, "r05", "r06");
        fleet.at(70);
        String feed = pdu("r05");
        assertNotEquals(1, fleet.all().size());
        assertEquals(feed, pdu("r06"));
        assertEquals(1, fleet.all().size());
    }

    @Test
    void racksOnTwoFeedsAreTwoIncidents() {
        fleet.fires("PduInputPowerLost", "critical", "pdu-r05", "rack", "r05", "power_feed", "feed-03");
        fleet.fires("PduInputPowerLost", "critical", "pdu-r07", "rack", "r07", "power_feed", "feed-04");
        hostsFail(10, "r05", "r07");
        assertEquals(2, fleet.all().size());
    }

    /** Else an incident with a host in each of many racks would lie in each of them as a whole. */
    @Test
    void aHostThatIsNamedAfterItsRackIsNoDeviceOfIt() {
        assertTrue(NodeWords.isDeviceOf("pdu-r05", "r05"));
        assertTrue(NodeWords.isDeviceOf("r05.pdu.a", "r05"));
        assertTrue(NodeWords.isDeviceOf("r05", "r05"));
        assertFalse(NodeWords.isDeviceOf("r05-cmp07", "r05"));
        assertFalse(NodeWords.isDeviceOf("pdu-r055", "r05"));
        assertFalse(NodeWords.isDeviceOf("pdur05", "r05"));
        assertFalse(NodeWords.isDeviceOf("cmp07", "r05"));
    }

    private String pdu(String rack) {
        return fleet.fires("PduInputPowerLost", "critical", "pdu-" + rack, "rack", rack, "power_feed", "feed-03");
    }

    private void hostsFail(int from, String... racks) {
        for (int i = 0; i < 40; i++) {
            String rack = racks[i % 2];
            fleet.at(from + i * 1.5)
                    .fires(
                            NAMES[i / 2 % NAMES.length],
                            "major",
                            "cmp%s%02d".formatted(rack.charAt(2), i),
                            "rack",
                            rack);
        }
    }
}
