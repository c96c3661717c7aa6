package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.incident.AlertNames.Climb;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** StackLight's ladders, by the names it really uses. */
class LadderTest {
    @ParameterizedTest
    @CsvSource({
        "NovaService, 'NovaServiceDown NovaServicesDownMinor NovaServicesDownMajor NovaServiceOutage'",
        "NovaComputeService, 'NovaComputeServicesDownMinor NovaComputeServicesDownMajor'",
        "CinderApiEndpoint, 'CinderApiEndpointDown CinderApiEndpointsDownMajor CinderApiEndpointsOutage'",
        "KeystoneApiEndpoint, 'KeystoneApiEndpointDown KeystoneApiEndpointssDownMajor KeystoneApiEndpointsOutage'",
        "GaleraService, 'GaleraServiceDown GaleraServiceOutage'",
        "KafkaService, 'KafkaServiceDown KafkaServiceDownMinor KafkaServiceDownMajor KafkaServiceOutage'",
        "KibanaService, 'KibanaProcessDown KibanaProcessesDownMinor KibanaProcessesDownMajor KibanaServiceOutage'",
        "CalicoService, 'CalicoProcessDown CalicoProcessDownMinor CalicoProcessDownMajor CalicoProcessOutage'",
        "NeutronAgent, 'NeutronAgentDown NeutronAgentsDownMinor NeutronAgentsDownMajor NeutronAgentsOutage'",
        "ContrailApi, 'ContrailApiDown ContrailApiDownMinor ContrailApiDownMajor ContrailApiOutage'",
        "HaproxyBackend, 'HaproxyBackendDown HaproxyBackendDownMajor HaproxyBackendOutage'",
        "ZookeeperService, 'ZookeeperServiceDown ZookeeperServicesDownMinor ZookeeperServiceOutage'",
        "GlusterfsService, 'GlusterfsServiceMinor GlusterfsServiceOutage'",
        "EtcdService, 'EtcdServiceDownMinor EtcdServiceDownMajor EtcdServiceOutage'",
    })
    void aServiceClimbsOnAllItsNodesTogether(String family, String names) {
        for (String name : names.split(" ")) {
            assertEquals(family, AlertNames.family(name).name(), name);
            assertEquals(Climb.TOGETHER, AlertNames.family(name).climb(), name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SystemDiskFull, 'SystemDiskFullWarning SystemDiskFullMajor'",
        "NetRxActionByCpu, 'NetRxActionByCpuMinor NetRxActionByCpuWarning'",
        "NovaHypervisorMemoryFull, 'NovaHypervisorMemoryFullMajor NovaHypervisorMemoryFullCritical'",
    })
    void aResourceClimbsOnEachNodeForItself(String family, String names) {
        for (String name : names.split(" ")) {
            assertEquals(family, AlertNames.family(name).name(), name);
            assertEquals(Climb.EACH, AlertNames.family(name).climb(), name);
        }
    }

    @Test
    void otherNamesHaveNoRung() {
        for (String name : List.of("SystemDiskErrorsTooHigh", "GaleraNodeNotReady", "Major", "Down", "")) {
            assertEquals(Climb.NOT, AlertNames.family(name).climb(), name);
        }
    }

    @Test
    void aFaultThatClimbsTheLadderOnFiftyNodesIsOneIncidentNamedByTheTop() {
        Fleet fleet = new Fleet(Policy.DEFAULT);
        String incident = "";
        for (int node = 1; node <= 50; node++) {
            incident = fleet.at(node).fires("NovaServiceDown", "minor", "cmp%02d".formatted(node), "service", "nova");
        }
        assertEquals("minor", fleet.image(incident).severity().word());
        fleet.at(90).fires("NovaServicesDownMinor", "minor", "");
        fleet.at(150).fires("NovaServicesDownMajor", "major", "");
        fleet.at(210).fires("NovaServiceOutage", "critical", "", "service", "nova");

        assertEquals(1, fleet.all().size());
        IncidentImage image = fleet.image(incident);
        assertEquals(Severity.CRITICAL, image.severity());
        assertEquals(53, image.alertCount());
        assertEquals(50, image.nodeCount());
        assertEquals(
                "Nova service outage on 50 compute nodes (cmp01, cmp02, cmp03 and 47 more) — site-1", image.title());
        assertEquals(
                Fleet.hex(Fleet.labels("NovaServiceOutage", "critical", "", "service", "nova")),
                dev.tidegate.model.Fingerprint.toHex(image.head()));
        assertTrue(image.causes().size() >= 2 && image.causes().size() <= 3);
    }

    @Test
    void twoServicesAreTwoIncidents() {
        Fleet fleet = new Fleet(Policy.DEFAULT);
        for (int node = 1; node <= 3; node++) {
            fleet.fires("NovaServiceDown", "minor", "ctl0" + node);
            fleet.fires("GaleraServiceDown", "minor", "dbs0" + node);
        }
        assertEquals(2, fleet.all().size());
    }

    @Test
    void theSameLadderOnAnotherSiteIsAnotherIncident() {
        Fleet fleet = new Fleet(Policy.DEFAULT);
        fleet.fires(Fleet.labels("NovaServiceDown", "minor", "ctl01"));
        fleet.fires(Fleet.labels("NovaServiceDown", "minor", "ctl01").with("cluster", "site-2"));
        assertEquals(2, fleet.all().size());
    }

    @Test
    void diskFullOnTwoNodesIsTwoIncidents() {
        Fleet fleet = new Fleet(Policy.DEFAULT);
        fleet.fires("SystemDiskFullWarning", "warning", "cmp01");
        fleet.fires("SystemDiskFullWarning", "warning", "cmp02");
        fleet.at(600).fires("SystemDiskFullMajor", "major", "cmp01");
        assertEquals(2, fleet.all().size());
    }
}
