package dev.tidegate.gateway.ingest.alerta;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.AlertTimes;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.MediaTypes;
import dev.tidegate.gateway.ingest.Refusal;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.Sentences;
import dev.tidegate.gateway.ingest.json.Rfc3339;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /webhooks/prometheus}, Alerta's door for Alertmanager's webhook, with Alerta's mapping in its reply.
 *
 * <p>The alert itself keeps all of its Prometheus labels as its identity. Alerta would know it by environment, resource
 * and event alone, so that two file systems of one host were one alert; and the same alert that also arrives by another
 * door is recognised as the same here.
 */
public final class AlertaPrometheusDoor implements AlertFormat {
    private final AlertaJson json;
    private final AlertaReply reply;
    private final long hold;

    /** @param hold how long a firing alert stays so without another word, see {@code Notifications} */
    public AlertaPrometheusDoor(IngestLimits limits, Duration hold) {
        json = new AlertaJson(limits);
        reply = new AlertaReply(json.mapper());
        this.hold = TimeUnit.MILLISECONDS.toMicros(hold.toMillis());
    }

    @Override
    public String name() {
        return "alerta-prometheus";
    }

    @Override
    public boolean takes(String mediaType) {
        return MediaTypes.isJson(mediaType);
    }

    @Override
    public Answer read(byte[] body, int length, AlertBatches into) {
        PrometheusNotification notification = json.read(body, length, PrometheusNotification.class);
        List<PrometheusNotification.@Nullable Entry> entries = notification.alerts();
        if (entries == null) {
            throw new RefusedException(RefusalReason.MISSING_FIELD, "no alerts in Prometheus notification payload");
        }
        List<Alert> taken = new ArrayList<>();
        PrometheusNotification.@Nullable Entry only = null;
        for (int i = 0; i < entries.size(); i++) {
            if (i == into.limits().batchAlerts()) {
                into.refusals()
                        .addAll(
                                i,
                                entries.size() - i,
                                RefusalReason.BATCH_TOO_LARGE,
                                Sentences.batchTooLarge(into.limits()));
                break;
            }
            only = entries.get(i);
            if (only == null) {
                into.refusals().add(i, "", RefusalReason.WRONG_TYPE, "expected an object");
                continue;
            }
            Alert alert = toAlert(i, only, into);
            if (alert != null) {
                into.add(i, alert);
                taken.add(alert);
            }
        }
        if (!into.refusals().isEmpty()) {
            return reply.error(400, into.refusals().toString());
        }
        return taken.size() == 1 && only != null
                ? reply.taken(PrometheusMapping.toAlerta(only, notification.externalURL()), taken.get(0), into.now())
                : reply.taken(taken);
    }

    @Override
    public Answer refuse(Refusal refusal) {
        return reply.error(refusal.reason().status(), refusal.words());
    }

    private @Nullable Alert toAlert(int index, PrometheusNotification.Entry entry, AlertBatches into) {
        long said = AlertaMapping.time(entry.startsAt());
        long ended = AlertaMapping.time(entry.endsAt());
        if (said == Rfc3339.BAD || ended == Rfc3339.BAD) {
            into.refusals()
                    .add(
                            index,
                            said == Rfc3339.BAD ? "startsAt" : "endsAt",
                            RefusalReason.BAD_TIME,
                            "not a time like 2026-03-01T10:20:30Z");
            return null;
        }
        boolean resolved = "resolved".equals(entry.status());
        long startsAt = AlertTimes.start(said, resolved ? ended : Micros.NONE, into.now());
        long endsAt = Math.max(startsAt, AlertTimes.endOf(resolved, ended, into.now(), hold));
        return new Alert(
                labels(entry.labels()),
                labels(entry.annotations()),
                Micros.toInstant(startsAt),
                Micros.toInstant(endsAt),
                entry.generatorURL() == null ? "" : entry.generatorURL());
    }

    private static Labels labels(@Nullable Map<String, String> map) {
        Labels.Builder builder = new Labels.Builder();
        if (map != null) {
            map.forEach((name, value) -> builder.add(name, value == null ? "" : value));
        }
        return builder.build();
    }
}
