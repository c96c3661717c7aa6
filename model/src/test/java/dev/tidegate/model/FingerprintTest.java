package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void agreesWithAlertmanager() {
        // as Alertmanager 0.25 answered for an alert with exactly these labels
        Labels labels = Labels.of("alertname", "NodeDown", "instance", "cmp01:9100", "severity", "critical");
        assertThat(Fingerprint.toHex(Fingerprint.of(labels))).isEqualTo("e0c8fb6502ff6014");
        assertThat(Fingerprint.toHex(Fingerprint.of(Labels.of("alertname", "Größe", "ort", "東京𝄞"))))
                .isEqualTo("e76920bb7e17ee1b");
    }

    @Test
    void ofNoLabelsIsTheSeed() {
        assertThat(Fingerprint.of(Labels.EMPTY)).isEqualTo(Fingerprint.SEED);
    }

    @Test
    void hexRoundTrips() {
        assertThat(Fingerprint.parse(Fingerprint.toHex(-42))).isEqualTo(-42);
        assertThatThrownBy(() -> Fingerprint.parse("12")).hasMessageContaining("16 hexadecimal digits");
    }
}
