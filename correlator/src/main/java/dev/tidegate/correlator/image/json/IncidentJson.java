package dev.tidegate.correlator.image.json;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.IncidentImage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The public shape of an incident. */
final class IncidentJson {
    private IncidentJson() {}

    static void write(JsonGenerator out, IncidentImage incident) {
        out.writeStartObject();
        Fields.text(out, "id", incident.id());
        Fields.text(out, "tenant", incident.tenant());
        Fields.text(out, "site", incident.site());
        out.writeNumberProperty("number", incident.number());
        out.writeStringProperty("state", incident.state().word());
        out.writeStringProperty("severity", incident.severity().word());
        Fields.text(out, "title", incident.title());
        Fields.fingerprint(out, "head", incident.head());
        Fields.text(out, "alertname", headline(incident));
        out.writeBooleanProperty("storm", incident.storm());
        Fields.time(out, "openedAt", incident.openedAt());
        Fields.time(out, "updatedAt", incident.updatedAt());
        Fields.time(out, "acknowledgedAt", incident.acknowledgedAt());
        Fields.text(out, "acknowledgedBy", incident.acknowledgedBy());
        Fields.time(out, "resolvedAt", incident.resolvedAt());
        Fields.text(out, "resolvedBy", incident.resolvedBy());
        Fields.time(out, "closedAt", incident.closedAt());
        Fields.text(out, "mergedInto", incident.mergedInto());
        out.writeNumberProperty("alertCount", incident.alertCount());
        out.writeNumberProperty("firingCount", incident.firingCount());
        out.writeNumberProperty("nodeCount", incident.nodeCount());
        Fields.texts(out, "nodes", incident.nodes());
        out.writeArrayPropertyStart("causes");
        incident.causes().forEach(cause -> ReasonJson.write(out, cause));
        out.writeEndArray();
        out.writeName("opened");
        ReasonJson.write(out, incident.opened());
        out.writeNumberProperty("version", incident.version());
        out.writeEndObject();
    }

    /** The name of the alert that names the incident, when the causes tell it. */
    private static @Nullable String headline(IncidentImage incident) {
        for (Cause cause : incident.causes()) {
            if (cause.fingerprint() == incident.head()) {
                return cause.alertname();
            }
        }
        return null;
    }
}
