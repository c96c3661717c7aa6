package dev.tidegate.health.watch.json;

import dev.tidegate.health.policy.Source;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Where a signal's values come from, with the text of its query. */
final class SourceJson {
    private SourceJson() {}

    static void source(JsonGenerator out, Source source) {
        out.writeObjectPropertyStart("source");
        switch (source) {
            case Source.Given given -> out.writeStringProperty("kind", "given");
            case Source.Prometheus prometheus -> {
                asked(out, "prometheus", prometheus.server(), prometheus.query(), prometheus.total());
                out.writeStringProperty("label", prometheus.label());
            }
            case Source.Influx influx -> {
                asked(out, "influx", influx.server(), influx.query(), influx.total());
                out.writeStringProperty("database", influx.database());
                out.writeStringProperty("tag", influx.tag());
            }
            case Source.Elasticsearch search -> {
                asked(out, "elasticsearch", search.server(), search.query(), search.total());
                out.writeStringProperty("index", search.index());
                out.writeStringProperty("nodeField", search.nodeField());
                out.writeStringProperty("timeField", search.timeField());
            }
            case Source.Incidents incidents -> {
                out.writeStringProperty("kind", "incidents");
                out.writeStringProperty("matchers", incidents.matchers());
            }
        }
        out.writeEndObject();
    }

    private static void asked(JsonGenerator out, String kind, String server, String query, Optional<String> total) {
        out.writeStringProperty("kind", kind);
        out.writeStringProperty("server", server);
        out.writeStringProperty("query", query);
        total.ifPresent(text -> out.writeStringProperty("total", text));
    }
}
