package dev.tidegate.gateway.ingest.alerta;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An alert as Alerta's {@code POST /alert} takes it; everything but resource and event may be left out.
 *
 * @param resource what is broken, for example a host
 * @param event what is wrong with it
 * @param severity Alerta's word; the normal ones say that it is over
 * @param correlate other events that are the same alert; what one of them says takes the place of what another said
 * @param timeout seconds after which it expires when not repeated; 0 for never
 * @param createTime RFC 3339
 */
record AlertaAlert(
        @Nullable String resource,
        @Nullable String event,
        @Nullable String environment,
        @Nullable String severity,
        @Nullable List<String> correlate,
        @Nullable String status,
        @Nullable List<String> service,
        @Nullable String group,
        @Nullable String value,
        @Nullable String text,
        @Nullable List<String> tags,
        @Nullable Map<String, Object> attributes,
        @Nullable String origin,
        @Nullable String type,
        @Nullable String createTime,
        @Nullable Long timeout,
        @Nullable Object rawData,
        @Nullable String customer) {
    private static final Set<String> NORMAL = Set.of("ok", "normal", "cleared");
    static final String DEFAULT_SEVERITY = "normal";

    /** Alerta's default: an alert without a severity is normal. */
    String severityOrDefault() {
        return severity == null || severity.isEmpty() ? DEFAULT_SEVERITY : severity;
    }

    boolean isOver() {
        return NORMAL.contains(severityOrDefault().toLowerCase(Locale.ROOT)) || "closed".equals(status);
    }
}
