package dev.tidegate.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IngestLimitsTest {
    @Test
    void defaultsAreWhatIsDocumented() {
        IngestLimits limits = IngestLimits.DEFAULT;
        assertThat(limits.bodyBytes()).isEqualTo(16_777_216);
        assertThat(limits.inFlightBytes()).isEqualTo(67_108_864);
        assertThat(limits.batchAlerts()).isEqualTo(10_000);
        assertThat(limits.batchScopes()).isEqualTo(256);
        assertThat(limits.labels()).isEqualTo(64);
        assertThat(limits.nameBytes()).isEqualTo(256);
        assertThat(limits.valueBytes()).isEqualTo(4_096);
        assertThat(limits.textBytes()).isEqualTo(16_384);
        assertThat(limits.alertBytes()).isEqualTo(262_144);
        assertThat(limits.recordBytes()).isEqualTo(524_288);
        assertThat(limits.jsonDepth()).isEqualTo(32);
        assertThat(limits.namedErrors()).isEqualTo(20);
        assertThat(limits.bodyWait()).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.appendWait()).isEqualTo(Duration.ofSeconds(5));
        assertThat(IngestSettings.DEFAULT.webhookHold()).isEqualTo(Duration.ofHours(5));
        assertThat(IngestSettings.DEFAULT.site().name()).isEqualTo("cluster");
        assertThat(IngestSettings.DEFAULT.alertaEnvironments()).isEmpty();
    }
}
