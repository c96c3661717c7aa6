package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void emptyValuesAreNoLabels() {
        assertThat(Labels.of("a", "", "b", "1")).isEqualTo(Labels.of("b", "1"));
        assertThat(Labels.of("a", "")).isSameAs(Labels.EMPTY);
        assertThat(Labels.of("a", "1").with("a", "").isEmpty()).isTrue();
    }

    @Test
    void refusesANameGivenTwice() {
        assertThatThrownBy(() -> Labels.of("a", "1", "a", "2")).hasMessageContaining("\"a\" is given twice");
        assertThatThrownBy(() -> Labels.of("a")).hasMessageContaining("pairs");
    }

    @Test
    void printsAsPrometheusDoes() {
        assertThat(Labels.of("b", "x\"y\\z\n", "a", "1")).hasToString("{a=\"1\", b=\"x\\\"y\\\\z\\n\"}");
    }

    @Test
    void picksAndDrops() {
        Labels labels = Labels.of("a", "1", "b", "2", "c", "3");
        assertThat(labels.only(List.of("c", "a", "x"))).isEqualTo(Labels.of("a", "1", "c", "3"));
        assertThat(labels.without(List.of("c", "a"))).isEqualTo(Labels.of("b", "2"));
        assertThat(labels.getOrEmpty("nope")).isEmpty();
        assertThat(labels.get("nope")).isNull();
    }

    @Property
    void orderIsThatOfTheUtf8Bytes(@ForAll @Size(max = 12) Map<String, String> map) {
        Labels labels = Labels.of(map);
        for (int i = 1; i < labels.size(); i++) {
            byte[] before = labels.name(i - 1).getBytes(StandardCharsets.UTF_8);
            byte[] after = labels.name(i).getBytes(StandardCharsets.UTF_8);
            assertThat(Arrays.compareUnsigned(before, after)).isNegative();
        }
    }

    @Property
    void whateverTheOrderOfBuilding(@ForAll @Size(max = 8) Map<String, String> map) {
        Labels.Builder reversed = new Labels.Builder();
        List<String> names = map.keySet().stream().toList().reversed();
        names.forEach(name -> reversed.add(name, map.getOrDefault(name, "")));
        Labels labels = Labels.of(map);
        assertThat(reversed.build()).isEqualTo(labels).hasSameHashCodeAs(labels);
        assertThat(Fingerprint.of(reversed.build())).isEqualTo(Fingerprint.of(labels));
        assertThat(Labels.of(labels.toMap())).isEqualTo(labels);
    }
}
