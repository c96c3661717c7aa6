package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an incident is called, how bad it is and what caused it, in its worst hour and when nearly all is over. */
class CauseTest {
    private final Fleet fleet = new Fleet(Policy.DEFAULT);

    /** The unit and the switch hang on the rack as its hosts do, and yet the hosts hang on them. */
    private String rackLosesPower() {
        String incident =
                fleet.fires("PduInputPowerLost", "critical", "pdu-r02", "rack", "r02", "power_feed", "feed-01");
        for (int i = 0; i < 8; i++) {
            fleet.at(20 + i).fires("NeutronAgentDown", "minor", "cmp0" + i, "rack", "r02", "service", "neutron");
        }
        fleet.at(33).fires("SwitchUnreachable", "critical", "sw-r02", "rack", "r02", "switch", "sw-r02");
        for (int i = 0; i < 30; i++) {
            String host = i < 8 ? "cmp0" + i : "vm%02d".formatted(i);
            fleet.at(120 + i * 0.5)
                    .fires("PrometheusTargetDown", "critical", host, "rack", "r02", "hypervisor", "cmp0" + i % 8);
        }
        return incident;
    }

    @Test
    void whatServesAPlaceIsAboveAllThatHangsOnIt() {
        IncidentImage image = fleet.image(rackLosesPower());
        assertEquals(1, fleet.all().size());
        Cause cause = image.causes().getFirst();
        assertEquals("PduInputPowerLost", cause.alertname());
        assertEquals(1.0, cause.factors().get("upstream"));
        assertEquals(
                List.of("PduInputPowerLost", "SwitchUnreachable"),
                image.causes().stream().map(Cause::alertname).limit(2).toList());
        assertEquals(
                "Pdu input power lost on pdu-r02, with 32 nodes (cmp00, cmp01, cmp02 and 29 more) — site-1",
                image.title());
    }

    @Test
    void itIsCalledWhatItWasWhenOneMinorAlertIsLeft() {
        String incident = rackLosesPower();
        String title = fleet.image(incident).title();
        List.copyOf(fleet.firing.values()).stream()
                .filter(episode ->
                        !episode.node().equals("cmp03") || !episode.alertname().equals("NeutronAgentDown"))
                .forEach(episode -> fleet.at(400).ends(episode.labels()));
        IncidentImage image = fleet.image(incident);
        assertEquals(IncidentState.OPEN, image.state());
        assertEquals(1, image.firingCount());
        assertEquals(Severity.CRITICAL, image.severity());
        assertEquals(title, image.title());
    }

    @Test
    void aPersonWhoSplitsTheWorstOffLowersIt() {
        String incident = fleet.fires("SystemDiskErrorsTooHigh", "critical", "cmp01");
        fleet.at(5).fires("NtpOffsetTooHigh", "warning", "cmp01");
        String hex = Fleet.hex(Fleet.labels("SystemDiskErrorsTooHigh", "critical", "cmp01"));
        fleet.asks(new Command.Split(incident, List.of(hex), "another matter", "ann"));
        assertEquals(Severity.WARNING, fleet.image(incident).severity());
        assertEquals(Severity.CRITICAL, fleet.image(fleet.all().last()).severity());
    }

    @Test
    void aDeadMachineExplainsItsServicesThoughItIsToldLast() {
        String incident = fleet.fires("NovaServiceDown", "minor", "cmp07", "service", "nova");
        fleet.at(90).fires("PrometheusTargetDown", "critical", "cmp07");
        for (int vm = 0; vm < 3; vm++) {
            fleet.at(91).fires("PrometheusTargetDown", "critical", "vm" + vm, "hypervisor", "cmp07");
        }
        Cause cause = fleet.image(incident).causes().getFirst();
        assertEquals("PrometheusTargetDown", cause.alertname());
        assertEquals("cmp07", cause.node());
    }

    @Test
    void whatSumsAServiceUpIsNoCauseOfIt() {
        String incident = fleet.fires("NovaServiceDown", "minor", "cmp01", "service", "nova");
        for (int node = 2; node <= 20; node++) {
            fleet.at(60 + node).fires("NovaServiceDown", "minor", "cmp%02d".formatted(node), "service", "nova");
        }
        fleet.at(90).fires("NovaServiceOutage", "critical", "", "service", "nova");
        IncidentImage image = fleet.image(incident);
        assertEquals("cmp01", image.causes().getFirst().node());
        assertTrue(image.title().startsWith("Nova service outage on 20 compute nodes"), image.title());
    }
}
