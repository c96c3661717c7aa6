package dev.tidegate.storm.send;

import dev.tidegate.model.Labels;
import dev.tidegate.storm.timeline.Batch;
import dev.tidegate.storm.timeline.Episode;
import dev.tidegate.storm.timeline.Message;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Alerts as Prometheus writes them for Alertmanager's API v2. What does not change between resends is kept. */
public final class Wire {
    private final Map<Integer, String> identities = new ConcurrentHashMap<>();

    /** The body of a request: a JSON array of alerts. */
    public String body(Batch batch) {
        StringBuilder out = new StringBuilder(batch.messages().size() * 800).append('[');
        for (Message message : batch.messages()) {
            if (out.length() > 1) {
                out.append(',');
            }
            object(out, message, true);
        }
        return out.append(']').toString();
    }

    /** One line of a recording: labels, annotations, startsAt and endsAt. */
    public String line(Message message) {
        return object(new StringBuilder(800), message, false).append('\n').toString();
    }

    private StringBuilder object(StringBuilder out, Message message, boolean withGenerator) {
        out.append('{').append(identities.computeIfAbsent(message.episode().id(), id -> identity(message.episode())));
        Json.field(out.append(','), "startsAt", message.startsAt().toString());
        Json.field(out.append(','), "endsAt", message.endsAt().toString());
        if (withGenerator) {
            Json.field(out.append(','), "generatorURL", generator(message.episode()));
        }
        return out.append('}');
    }

    private static String identity(Episode episode) {
        Labels labels = episode.labels();
        StringBuilder out = new StringBuilder("\"labels\":");
        Json.labels(out, labels).append(",\"annotations\":{");
        Json.field(out, "summary", episode.summary()).append(',');
        return Json.field(out, "description", description(episode)).append('}').toString();
    }

    private static String description(Episode episode) {
        Labels labels = episode.labels();
        return labels.has("host")
                ? "%s on the %s node.".formatted(episode.summary(), labels.getOrEmpty("host"))
                : "%s at %s.".formatted(episode.summary(), labels.getOrEmpty("cluster"));
    }

    private static String generator(Episode episode) {
        return "http://prometheus.%s:15010/graph?g0.expr=%s&g0.tab=1"
                .formatted(
                        episode.labels().getOrEmpty("cluster"),
                        URLEncoder.encode(episode.rule().expression(), StandardCharsets.UTF_8));
    }
}
