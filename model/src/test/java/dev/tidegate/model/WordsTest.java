package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "critical, CRITICAL",
        "CRITICAL, CRITICAL",
        "page, CRITICAL",
        "high, MAJOR",
        "warn, WARNING",
        "info, INFORMATIONAL",
        "ok, INFORMATIONAL",
        "purple, UNKNOWN",
        "'', UNKNOWN"
    })
    void severitiesOfOtherVocabularies(String word, Severity expected) {
        assertThat(Severity.parse(word)).isEqualTo(expected);
    }

    @Test
    void anUnknownSeverityRanksBelowAWarning() {
        assertThat(Severity.parse(null)).isEqualTo(Severity.UNKNOWN);
        assertThat(Severity.WARNING.worseThan(Severity.UNKNOWN)).isTrue();
        assertThat(Severity.UNKNOWN.worseThan(Severity.INFORMATIONAL)).isTrue();
        assertThat(Severity.MINOR.worst(Severity.CRITICAL)).isEqualTo(Severity.CRITICAL);
        for (Severity severity : Severity.values()) {
            assertThat(Severity.parse(severity.word()))
                    .isEqualTo(severity == Severity.UNKNOWN ? Severity.UNKNOWN : severity);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cmp01:9100, cmp01",
        "cmp01, cmp01",
        "10.0.0.1:80, 10.0.0.1",
        "[fe80::1]:9100, fe80::1",
        "fe80::1, fe80::1",
        "cmp01:, cmp01:",
        "cmp01:http, cmp01:http",
        ":9100, :9100"
    })
    void theNodeIsTheAddressWithoutItsPort(String address, String node) {
        assertThat(NodeIdentity.DEFAULT.of(Labels.of("instance", address))).isEqualTo(node);
    }

    @Test
    void theMostTellingLabelNamesTheNode() {
        Labels labels = Labels.of("instance", "exporter:9100", "node", "n1", "host", "h1");
        assertThat(NodeIdentity.DEFAULT.of(labels)).isEqualTo("h1");
        assertThat(new NodeIdentity(List.of("node")).of(labels)).isEqualTo("n1");
        assertThat(NodeIdentity.DEFAULT.of(Labels.EMPTY)).isEmpty();
        assertThatThrownBy(() -> new NodeIdentity(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void microsRoundTrip(@ForAll @LongRange(min = Long.MIN_VALUE / 2, max = Long.MAX_VALUE / 2) long micros) {
        assertThat(Micros.of(Micros.toInstant(micros))).isEqualTo(micros);
    }

    @Test
    void microsCutWhatIsFiner() {
        assertThat(Micros.of(Instant.ofEpochSecond(-1, 1_999))).isEqualTo(-999_999);
    }

    @Property
    void pooledStringsAreTheStringsThemselves(@ForAll List<String> texts) {
        StringPool pool = new StringPool(4);
        for (String text : texts) {
            byte[] utf8 = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
            String expected = new String(utf8, 1, utf8.length - 2, StandardCharsets.UTF_8);
            assertThat(pool.get(utf8, 1, utf8.length - 1)).isEqualTo(expected);
            assertThat(pool.get(utf8, 1, utf8.length - 1)).isEqualTo(expected);
        }
    }

    @Test
    void aScopeHasOnePlaceAndOneShortName() {
        Scope scope = new Scope("acme", "fra1");
        assertThat(scope.shortId()).hasSize(10).isEqualTo(new Scope("acme", "fra1").shortId());
        assertThat(scope.shortId()).isNotEqualTo(new Scope("acmef", "ra1").shortId());
        int[] hits = new int[8];
        for (int i = 0; i < 8_000; i++) {
            hits[Scope.of("site" + i).partition(8)]++;
        }
        assertThat(java.util.Arrays.stream(hits).boxed().toList())
                .allSatisfy(n -> assertThat(n).isBetween(800, 1200));
    }
}
