package dev.tidegate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void becomeProperties() {
        assertThat(Arguments.properties("--port", "9000", "--data=/srv/tg", "--anonymous-loopback"))
                .isEqualTo(Map.of(
                        "tidegate.port", "9000", "tidegate.data", "/srv/tg", "tidegate.anonymous-loopback", "true"));
    }

    @Test
    void passOtherPropertiesOn() {
        assertThat(Arguments.properties("--tidegate.partitions=8")).isEqualTo(Map.of("tidegate.partitions", "8"));
    }

    @Test
    void nameWhatIsNotUnderstood() {
        assertThatThrownBy(() -> Arguments.properties("--prot", "9000")).hasMessageContaining("\"--prot\"");
        assertThatThrownBy(() -> Arguments.properties("--port")).hasMessageContaining("--port needs a value");
    }
}
