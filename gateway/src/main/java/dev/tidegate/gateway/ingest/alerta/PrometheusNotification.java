package dev.tidegate.gateway.ingest.alerta;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Alertmanager's webhook sends, as far as Alerta's mapping looks at it. */
record PrometheusNotification(
        @Nullable List<@Nullable Entry> alerts, @Nullable String externalURL) {
    record Entry(
            @Nullable String status,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @Nullable String startsAt,
            @Nullable String endsAt,
            @Nullable String generatorURL) {}
}
