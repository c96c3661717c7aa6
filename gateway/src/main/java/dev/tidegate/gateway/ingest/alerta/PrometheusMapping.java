package dev.tidegate.gateway.ingest.alerta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a Prometheus alert is called in Alerta's words: the mapping of Alerta's own Prometheus webhook, for its reply. */
final class PrometheusMapping {
    private PrometheusMapping() {}

    static AlertaAlert toAlerta(PrometheusNotification.Entry entry, @Nullable String externalUrl) {
        Map<String, String> labels = new LinkedHashMap<>(orEmpty(entry.labels()));
        Map<String, Object> attributes = new LinkedHashMap<>(orEmpty(entry.annotations()));
        String word = labels.remove("severity");
        String severity = "resolved".equals(entry.status()) ? "normal" : word == null ? "warning" : word;
        String exported = labels.remove("exported_instance");
        String instance = labels.remove("instance");
        String resource = exported != null ? exported : instance != null ? instance : "n/a";
        String event = labels.getOrDefault("event", labels.getOrDefault("alertname", ""));
        labels.remove("event");
        labels.remove("alertname");
        String environment = orElse(labels.remove("environment"), "Production");
        String customer = labels.remove("customer");
        List<String> correlate = words(labels.remove("correlate"));
        List<String> service = words(labels.remove("service"));
        String job = labels.remove("job");
        String group = orElse(labels.remove("group"), orElse(job, "Prometheus"));
        String origin = "prometheus/" + orElse(labels.remove("monitor"), "-");
        List<String> tags = new ArrayList<>();
        labels.forEach((name, value) -> tags.add(name + "=" + value));
        Object value = attributes.remove("value");
        Object summary = attributes.remove("summary");
        Object description = attributes.remove("description");
        Object text = description != null ? description : summary != null ? summary : resource + " is " + event;
        if (externalUrl != null) {
            attributes.put("externalUrl", externalUrl);
        }
        if (entry.generatorURL() != null) {
            attributes.put("moreInfo", entry.generatorURL());
        }
        return new AlertaAlert(
                resource,
                event,
                environment,
                severity,
                correlate,
                null,
                service,
                group,
                value == null ? null : value.toString(),
                text.toString(),
                tags,
                attributes,
                origin,
                "prometheusAlert",
                entry.startsAt(),
                null,
                null,
                customer);
    }

    private static List<String> words(@Nullable String commas) {
        return commas == null ? List.of() : List.of(commas.split(","));
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static String orElse(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }
}
