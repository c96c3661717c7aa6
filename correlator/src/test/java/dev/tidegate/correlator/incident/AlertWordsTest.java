package dev.tidegate.correlator.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidegate.correlator.policy.Policy;
import org.junit.jupiter.api.Test;

class AlertWordsTest {
    private static String title(String alertname, String host, String... labels) {
        Fleet fleet = new Fleet(Policy.DEFAULT);
        return fleet.image(fleet.fires(alertname, "warning", host, labels)).title();
    }

    @Test
    void anAlertIsCalledByItsName() {
        assertEquals("Disk full on b — site-1", title("DiskFull", "b", "service", "nova"));
    }

    @Test
    void oneWithoutANameByTheLabelThatSaysMost() {
        assertEquals(
                "Alert without a name (service nova) on b — site-1",
                title("", "b", "colour", "red", "service", "nova"));
        assertEquals("Alert without a name (colour red) on b — site-1", title("", "b", "colour", "red"));
        assertEquals("Alert without a name (service nova) — site-1", title("", "", "service", "nova"));
    }

    @Test
    void oneThatSaysNothingElseByThat() {
        assertEquals("Alert without a name on b — site-1", title("", "b"));
        assertEquals("Alert without a name on b — site-1", title("", "b", "instance", "b:9100"));
        assertEquals("Alert without a name — site-1", title("", ""));
    }
}
