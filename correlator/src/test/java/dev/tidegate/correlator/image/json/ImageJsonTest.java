package dev.tidegate.correlator.image.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.Images;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageJsonTest {
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.000120Z");

    @Test
    void an_incident_has_its_public_shape() {
        IncidentImage incident = new IncidentImage(
                "abc-7",
                "acme",
                "nürnberg",
                7,
                IncidentState.OPEN,
                Severity.CRITICAL,
                "Rack \"r1\" is dark",
                255,
                true,
                TIME,
                TIME,
                null,
                null,
                null,
                null,
                null,
                null,
                12,
                3,
                2,
                List.of("cmp1", "cmp2"),
                List.of(new Cause(255, "RackPower", "r1", 0.75, Map.of("earliest", 1.0))),
                new Reason("rule", 1, 0.5, Map.of("rule", "ladder")),
                List.of(),
                42);

        assertThat(new String(ImageJson.incident(incident), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"id":"abc-7","tenant":"acme","site":"nürnberg","number":7,"state":"open","severity":"critical",\
                        "title":"Rack \\"r1\\" is dark","head":"00000000000000ff","alertname":"RackPower","storm":true,\
                        "openedAt":"2026-03-01T10:00:00.000120Z","updatedAt":"2026-03-01T10:00:00.000120Z",\
                        "acknowledgedAt":null,"acknowledgedBy":null,"resolvedAt":null,"resolvedBy":null,"closedAt":null,\
                        "mergedInto":null,"alertCount":12,"firingCount":3,"nodeCount":2,"nodes":["cmp1","cmp2"],\
                        "causes":[{"fingerprint":"00000000000000ff","alertname":"RackPower","node":"r1","score":0.75,\
                        "factors":{"earliest":1.0}}],"opened":{"kind":"rule","weight":1.0,"threshold":0.5,\
                        "inputs":{"rule":"ladder"}},"version":42}""");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatever_is_in_an_image_its_json_can_be_parsed(long seed) {
        Images images = new Images(seed);
        EventImage event = new EventImage(
                9, TIME, "alert.firing", "t", "s", null, 255L, "me", images.alert(), Map.of("a\u0000", "\ud800"));

        JsonNode json = JsonMapper.shared().readTree(ImageJson.event(3, event));

        assertThat(json.path("id").asString()).isEqualTo("3.9");
        assertThat(json.path("subjectType").asString()).isEqualTo("alert");
        assertThat(json.path("subject").path("labels").isObject()).isTrue();
        assertThat(json.path("details").path("a\ufffd").asString()).isEqualTo("\ufffd");
    }

    @Test
    void half_a_surrogate_pair_and_the_character_zero_are_replaced_and_nothing_else() {
        assertThat(CleanText.of("a🚀b")).isEqualTo("a🚀b");
        assertThat(CleanText.of("a\u0000b\ud83dc\ude80🚀\ud83d")).isEqualTo("a\ufffdb\ufffdc\ufffd🚀\ufffd");
    }

    @Test
    void times_outside_of_four_digit_years_become_the_nearest_one_inside() {
        assertThat(Rfc3339.of(Instant.MAX)).isEqualTo("9999-12-31T23:59:59.999999Z");
        assertThat(Rfc3339.of(Instant.MIN)).isEqualTo("0001-01-01T00:00:00.000000Z");
        assertThat(Rfc3339.parse(Rfc3339.of(TIME))).isEqualTo(TIME);
    }

    @Test
    void labels_come_back() {
        Labels labels = Labels.of("b", "\"\\\n", "a", "🚀", "ü", "1");
        assertThat(StoredJson.labels(StoredJson.labels(labels))).isEqualTo(labels);
    }
}
