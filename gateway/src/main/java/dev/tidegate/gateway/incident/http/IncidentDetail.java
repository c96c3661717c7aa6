package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.read.IncidentRow;
import dev.tidegate.gateway.read.json.RowJson;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An incident's own fields, and why it is what it is. */
final class IncidentDetail {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private IncidentDetail() {}

    static void write(JsonGenerator out, IncidentRow row, Map<String, Long> reasons) {
        JsonNode explanation = MAPPER.readTree(row.explanation());
        RowJson.incidentFields(out, row, explanation);
        out.writeObjectPropertyStart("explanation");
        raw(out, "causes", explanation.path("causes"), "[]");
        raw(out, "opened", explanation.path("opened"), "null");
        raw(out, "barred", explanation.path("barred"), "[]");
        out.writeObjectPropertyStart("reasons");
        reasons.forEach(out::writeNumberProperty);
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void raw(JsonGenerator out, String name, JsonNode node, String otherwise) {
        RowJson.raw(out, name, node.isMissingNode() ? otherwise : node.toString());
    }
}
