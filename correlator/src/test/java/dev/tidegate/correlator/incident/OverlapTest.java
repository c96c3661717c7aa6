package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidegate.correlator.policy.Policy;
import org.junit.jupiter.api.Test;

/** Faults that overlap in time stay apart where the topology tells them apart. */
class OverlapTest {
    private final Fleet fleet = new Fleet(Policy.DEFAULT.withCorrelation(new Policy.Correlation(0.5, 2, 6, 2, 60)));

    /** What the database's fall does to a controller may look like its rack's trouble; the database's is no rack's. */
    @Test
    void anAlertThatTwoIncidentsExplainDoesNotMakeThemOne() {
        String rack = uplinkFlaps("r02", 20);
        fleet.at(30);
        String database = fleet.fires("GaleraServiceDown", "major", "dbs01", "rack", "r01", "service", "mysql");
        assertEquals(database, proxy("ctl01", "r01"));
        proxy("h19", "r02");
        assertNotEquals(rack, database);
        assertEquals(2, fleet.all().size());
    }

    @Test
    void machinesThatAreGoneInFourRacksAreFourIncidents() {
        for (int i = 0; i < 40; i++) {
            String rack = "r0" + (1 + i % 4);
            fleet.at(i * 0.2).fires("PrometheusTargetDown", "major", "n" + i, "rack", rack);
        }
        assertEquals(4, fleet.all().size());
    }

    @Test
    void devicesOfTwoPlacesAreNotPutTogetherByNameInAStorm() {
        for (int i = 0; i < 70; i++) {
            fleet.at(i * 0.1).fires("ProbeFailed", "warning", "n" + i);
        }
        assertEquals(1, fleet.count("storm.began"));
        String first = fleet.fires("PduInputPowerLost", "critical", "pdu-r05", "rack", "r05", "power_feed", "feed-03");
        String other = fleet.fires("PduInputPowerLost", "critical", "pdu-r07", "rack", "r07", "power_feed", "feed-04");
        assertNotEquals(first, other);
    }

    /** One of five hosts in trouble, while all that tell the same stand elsewhere. */
    @Test
    void whatIsToldElsewhereIsTheLessOneRacksOwn() {
        String rack = uplinkFlaps("r02", 5);
        assertEquals(rack, fleet.at(10).fires("TxPacketsDropped", "warning", "h9", "rack", "r02"));
        for (int i = 1; i < 4; i++) {
            fleet.at(10 + i).fires("ApiSlow", "warning", "ctl0" + i, "rack", "q" + i);
        }
        assertNotEquals(rack, fleet.at(20).fires("ApiSlow", "warning", "h8", "rack", "r02"));
    }

    private String uplinkFlaps(String rack, int hosts) {
        String incident = "";
        for (int host = 0; host < hosts; host++) {
            incident = fleet.at(host * 0.1).fires("BondInterfaceSlaveDown", "warning", "h" + host, "rack", rack);
        }
        return incident;
    }

    private String proxy(String host, String rack) {
        return fleet.fires(
                "HaproxyBackendDown", "major", host, "rack", rack, "service", "haproxy", "proxy", "mysql_cluster");
    }
}
