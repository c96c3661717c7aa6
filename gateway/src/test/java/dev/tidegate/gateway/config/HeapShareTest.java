package dev.tidegate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.policy.Policy.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HeapShareTest {
    private static final long GIB = 1L << 30;

    @Test
    void whatTheLaunchersHeapCarriesIsWhatTheManualSays() throws IOException {
        assertThat(HeapShare.limits(2 * GIB).alerts()).isEqualTo(128_000);
        assertThat(Files.readString(Path.of("../docs/operations.md"))).contains("| by the heap: 128,000 with 2 GiB |");
        assertThat(Files.readString(Path.of("../docs/configuration.md"))).contains("alerts: 128000 ");
    }

    @Test
    void aSmallHeapCarriesFewAndNoneStillSome() {
        assertThat(HeapShare.limits(GIB / 2).alerts()).isEqualTo(22_000);
        assertThat(HeapShare.limits(GIB / 8)).isEqualTo(new Limits(1_000, Limits.DEFAULT.sites()));
        assertThat(HeapShare.limits(Long.MAX_VALUE).alerts()).isPositive();
    }
}
