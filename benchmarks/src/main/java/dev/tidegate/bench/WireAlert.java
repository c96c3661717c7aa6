package dev.tidegate.bench;

import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The v2 alert as a JSON library binds it. */
record WireAlert(
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        @Nullable String startsAt,
        @Nullable String endsAt,
        @Nullable String generatorURL) {
    Alert toAlert() {
        return new Alert(
                Labels.of(labels == null ? Map.of() : labels),
                Labels.of(annotations == null ? Map.of() : annotations),
                OffsetDateTime.parse(startsAt == null ? "" : startsAt).toInstant(),
                endsAt == null ? null : OffsetDateTime.parse(endsAt).toInstant(),
                generatorURL == null ? "" : generatorURL);
    }
}
