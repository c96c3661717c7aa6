package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidegate.correlator.policy.Policy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Storm mode begins at a rate, ends at half of it, and loses nothing. */
class StormTest {
    private final Fleet fleet = new Fleet(Policy.DEFAULT.withCorrelation(new Policy.Correlation(0.5, 2, 6, 2, 60)));

    @Test
    void beginsAtTheLimitAndEndsAtHalfOfIt() {
        for (int i = 0; i < 59; i++) {
            fleet.at(i * 0.5).fires("ProbeFailed", "warning", "n" + i);
        }
        assertEquals(0, fleet.count("storm.began"));
        fleet.fires("ProbeFailed", "warning", "n59");
        assertEquals(1, fleet.count("storm.began"));
        assertNotNull(fleet.incidents.scopes().getFirst().stormSince());
        // 40 a minute is less than began it and more than ends it
        for (int i = 0; i < 80; i++) {
            fleet.at(30 + i * 1.5).fires("ProbeFailed", "warning", "m" + i);
        }
        assertEquals(0, fleet.count("storm.ended"));
        fleet.at(300);
        assertEquals(1, fleet.count("storm.ended"));
        assertNull(fleet.incidents.scopes().getFirst().stormSince());
        assertEquals(1, fleet.count("storm.began"));
    }

    @Test
    void whatNothingElseExplainsIsPutTogetherByNameAndNothingIsLost() {
        for (int i = 0; i < 1000; i++) {
            fleet.at(i * 0.01).fires(i % 2 == 0 ? "ProbeFailed" : "CertificateUnreadable", "warning", "n" + i);
        }
        int alerts = fleet.all().stream()
                .mapToInt(id -> fleet.image(id).alertCount())
                .sum();
        assertEquals(1000, alerts);
        // 59 before the storm stand alone, the rest is one incident for each name
        assertTrue(fleet.all().size() <= 61, fleet.all().size() + " incidents");
        assertTrue(fleet.image(fleet.all().stream()
                        .max((a, b) -> Integer.compare(
                                fleet.image(a).alertCount(), fleet.image(b).alertCount()))
                        .orElseThrow())
                .storm());
    }

    @Tag("slow")
    @Test
    void eightyThousandAlertsInOneIncidentAreCounted() {
        String id = "";
        for (int i = 0; i < 80_000; i++) {
            id = fleet.at(i * 0.0005).fires("NovaServiceDown", "minor", "cmp" + i);
        }
        assertEquals(80_000, fleet.image(id).alertCount());
        assertEquals(80_000, fleet.image(id).nodeCount());
        assertEquals(100, fleet.image(id).nodes().size());
        fleet.allEnds();
        assertEquals(0, fleet.image(id).firingCount());
    }
}
