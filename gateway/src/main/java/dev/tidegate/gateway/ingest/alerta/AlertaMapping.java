package dev.tidegate.gateway.ingest.alerta;

import dev.tidegate.gateway.ingest.AlertTimes;
import dev.tidegate.gateway.ingest.SiteLabel;
import dev.tidegate.gateway.ingest.json.Rfc3339;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alerta's alert as ours.
 *
 * <p>Alerta knows an alert by environment, resource, event and customer, and lets severity, group, service and the rest
 * change while it is the same alert; the message that ends it has another severity by nature. So only those four (and the
 * site, when {@code attributes} names one) are labels. Everything else, severity included, is an annotation.
 *
 * <pre>
 * event        alertname                        severity               annotation severity
 * resource     resource, and instance           text                   annotation summary
 * environment  environment                      value, group, origin,
 * customer     customer                         type, service, tags,
 * attributes   the site label; the rest as      correlate              annotations, lists joined by commas
 *              annotations of their name
 * </pre>
 *
 * <p>Events that name each other in {@code correlate} are one alert to Alerta, whose event changes: {@code NodeUp} ends what
 * {@code NodeDown} began. Here each event is an alert of its own, and a message about one says that the others are over.
 */
final class AlertaMapping {
    /** What Alerta takes when an alert has no timeout of its own. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofDays(1);

    /** Stands for "never" (timeout 0). */
    private static final Duration NEVER = Duration.ofDays(365);

    private final SiteLabel site;
    private final JsonMapper json;

    AlertaMapping(SiteLabel site, JsonMapper json) {
        this.site = site;
        this.json = json;
    }

    /** The ends of the other events that the message's event takes the place of, in the words of the message. */
    List<Alert> ended(AlertaAlert wire, Alert alert, long now) {
        if (wire.correlate() == null) {
            return List.of();
        }
        Instant over = Micros.toInstant(end(wire, Micros.of(alert.startsAt()), now));
        return wire.correlate().stream()
                .filter(event -> event != null && !event.isEmpty() && !event.equals(wire.event()))
                .distinct()
                .map(event -> new Alert(
                        alert.labels().with(Labels.ALERTNAME, event),
                        alert.annotations().with("severity", AlertaAlert.DEFAULT_SEVERITY),
                        alert.startsAt(),
                        over,
                        ""))
                .toList();
    }

    private static long end(AlertaAlert wire, long startsAt, long now) {
        return Math.max(startsAt, AlertTimes.endOf(true, time(wire.createTime()), now, 0));
    }

    /** @param now microseconds since 1970 */
    Alert toAlert(AlertaAlert wire, long now) {
        Map<String, String> labels = new LinkedHashMap<>();
        put(labels, Labels.ALERTNAME, wire.event());
        put(labels, "resource", wire.resource());
        put(labels, "instance", wire.resource());
        put(labels, "environment", wire.environment());
        put(labels, "customer", wire.customer());
        Map<String, Object> attributes = wire.attributes() == null ? Map.of() : wire.attributes();
        Object named = attributes.get(site.name());
        put(labels, site.name(), named == null ? null : named.toString());

        Map<String, String> annotations = new LinkedHashMap<>();
        attributes.forEach((name, value) -> {
            if (!name.equals(site.name())) {
                put(annotations, name, text(value));
            }
        });
        put(annotations, "severity", wire.severityOrDefault());
        put(annotations, "summary", wire.text());
        put(annotations, "value", wire.value());
        put(annotations, "group", wire.group());
        put(annotations, "origin", wire.origin());
        put(annotations, "type", wire.type());
        put(annotations, "service", joined(wire.service()));
        put(annotations, "tags", joined(wire.tags()));
        put(annotations, "correlate", joined(wire.correlate()));

        long said = time(wire.createTime());
        long startsAt = AlertTimes.start(said, Micros.NONE, now);
        long endsAt = wire.isOver()
                ? end(wire, startsAt, now)
                : Math.max(
                        startsAt,
                        now + TimeUnit.MILLISECONDS.toMicros(timeout(wire).toMillis()));
        return new Alert(
                Labels.of(labels), Labels.of(annotations), Micros.toInstant(startsAt), Micros.toInstant(endsAt), "");
    }

    private static Duration timeout(AlertaAlert wire) {
        if (wire.timeout() == null) {
            return DEFAULT_TIMEOUT;
        }
        Duration asked = Duration.ofSeconds(Math.min(wire.timeout(), NEVER.toSeconds()));
        return asked.isZero() ? NEVER : asked;
    }

    /** Microseconds since 1970, {@link Micros#NONE} when absent, {@link Rfc3339#BAD} when it is no time. */
    static long time(@Nullable String text) {
        byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        return Rfc3339.parse(utf8, 0, utf8.length);
    }

    private @Nullable String text(@Nullable Object value) {
        return value == null || value instanceof String ? (String) value : json.writeValueAsString(value);
    }

    private static @Nullable String joined(@Nullable List<String> words) {
        return words == null ? null : String.join(",", words);
    }

    private static void put(Map<String, String> into, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            into.put(name, value);
        }
    }
}
