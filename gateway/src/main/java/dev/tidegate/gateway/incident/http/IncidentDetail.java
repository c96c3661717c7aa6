package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.read.IncidentRow;
import dev.tidegate.gateway.read.json.RowJson;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An incident's own fields, and why it is what it is. */
final class IncidentDetail {
    /** A person may split off ten thousand at once. All of them are among the members that have left. */
    private static final int BARRED_SHOWN = 100;

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private IncidentDetail() {}

    static void write(JsonGenerator out, IncidentRow row, Map<String, Long> reasons) {
        JsonNode explanation = MAPPER.readTree(row.explanation());
        RowJson.incidentFields(out, row, explanation);
        out.writeObjectPropertyStart("explanation");
        raw(out, "causes", explanation.path("causes"), "[]");
        raw(out, "opened", explanation.path("opened"), "null");
        JsonNode barred = explanation.path("barred");
        out.writeNumberProperty("barredCount", barred.size());
        RowJson.texts(
                out,
                "barred",
                barred.valueStream()
                        .limit(BARRED_SHOWN)
                        .map(fingerprint -> fingerprint.asString(""))
                        .toList());
        out.writeObjectPropertyStart("reasons");
        reasons.forEach(out::writeNumberProperty);
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void raw(JsonGenerator out, String name, JsonNode node, String otherwise) {
        RowJson.raw(out, name, node.isMissingNode() ? otherwise : node.toString());
    }
}
