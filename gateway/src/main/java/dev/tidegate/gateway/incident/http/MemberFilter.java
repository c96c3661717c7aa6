package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.HitNode;
import dev.tidegate.gateway.read.MemberCounts;
import dev.tidegate.gateway.read.MemberQuery;
import dev.tidegate.gateway.read.MemberQuery.Order;
import dev.tidegate.gateway.read.MemberState;
import dev.tidegate.gateway.read.json.RowJson;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** The filters of an incident's members in a query, and what is told about all that match them. */
final class MemberFilter {
    static final Set<String> STATES =
            Arrays.stream(MemberState.values()).map(MemberState::word).collect(Collectors.toCollection(TreeSet::new));
    private static final int MAX_TEXT = 256;

    /** More alerts than one incident will ever have: what is passed over has been sorted before. */
    private static final int MAX_SKIP = 1_000_000;

    private MemberFilter() {}

    static MemberQuery of(String incident, Parameters parameters) {
        return new MemberQuery(
                incident,
                parameters.words("state", STATES).stream()
                        .flatMap(word -> MemberState.of(word).stream())
                        .collect(Collectors.toSet()),
                parameters.words("severity", IncidentFilter.SEVERITIES),
                parameters.text("node", MAX_TEXT),
                parameters.text("alertname", MAX_TEXT),
                parameters.search("q"));
    }

    static Order order(Parameters parameters) {
        return parameters.word("order", Set.of("joined", "worst"), "joined").equals("worst")
                ? Order.WORST
                : Order.JOINED;
    }

    static int skip(Parameters parameters) {
        return parameters.number("skip", 0, 0, MAX_SKIP);
    }

    static byte[] counts(MemberCounts counts) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            out.writeNumberProperty("total", counts.total());
            CountsJson.facet(out, "byState", STATES, counts.byState());
            CountsJson.facet(out, "bySeverity", IncidentFilter.SEVERITIES, counts.bySeverity());
            top(out, "byAlertname", counts.byAlertname());
            top(out, "byNode", counts.byNode());
            out.writeEndObject();
        });
    }

    private static void top(JsonGenerator out, String name, MemberCounts.Top top) {
        out.writeObjectPropertyStart(name);
        out.writeNumberProperty("values", top.values());
        out.writeArrayPropertyStart("most");
        top.most().forEach(entry -> {
            out.writeStartObject();
            out.writeStringProperty("value", entry.value());
            out.writeNumberProperty("count", entry.count());
            out.writeEndObject();
        });
        out.writeEndArray();
        out.writeEndObject();
    }

    static byte[] nodes(List<HitNode> nodes) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("items");
            nodes.forEach(node -> {
                out.writeStartObject();
                out.writeStringProperty("node", node.node());
                out.writeNumberProperty("firing", node.firing());
                out.writeNumberProperty("alerts", node.alerts());
                out.writeArrayPropertyStart("labels");
                node.labels().forEach(out::writeRawValue);
                out.writeEndArray();
                out.writeEndObject();
            });
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
