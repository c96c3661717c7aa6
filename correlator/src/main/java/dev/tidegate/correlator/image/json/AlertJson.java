package dev.tidegate.correlator.image.json;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.MemberImage;
import tools.jackson.core.JsonGenerator;

/** The public shapes of an alert and of its membership in an incident. */
final class AlertJson {
    private AlertJson() {}

    static void write(JsonGenerator out, AlertImage alert) {
        out.writeStartObject();
        Fields.fingerprint(out, "fingerprint", alert.fingerprint());
        Fields.text(out, "tenant", alert.tenant());
        Fields.text(out, "site", alert.site());
        Fields.text(out, "alertname", alert.alertname());
        out.writeStringProperty("severity", alert.severity().word());
        Fields.text(out, "node", alert.node());
        Fields.labels(out, "labels", alert.labels());
        Fields.labels(out, "annotations", alert.annotations());
        Fields.text(out, "generatorURL", alert.generatorUrl());
        Fields.text(out, "source", alert.source());
        out.writeStringProperty("state", alert.firing() ? "firing" : "resolved");
        out.writeBooleanProperty("suppressed", alert.suppressed());
        out.writeBooleanProperty("flapping", alert.flapping());
        out.writeNumberProperty("episode", alert.episode());
        Fields.time(out, "startsAt", alert.startsAt());
        Fields.time(out, "endsAt", alert.endsAt());
        Fields.time(out, "firstSeen", alert.firstSeen());
        Fields.time(out, "lastSeen", alert.lastSeen());
        out.writeNumberProperty("repeats", alert.repeats());
        Fields.texts(out, "silencedBy", alert.silencedBy());
        Fields.texts(out, "inhibitedBy", alert.inhibitedBy());
        Fields.text(out, "incident", alert.incident());
        out.writeEndObject();
    }

    static void write(JsonGenerator out, MemberImage member) {
        out.writeStartObject();
        Fields.text(out, "incident", member.incident());
        Fields.text(out, "tenant", member.tenant());
        Fields.fingerprint(out, "fingerprint", member.fingerprint());
        out.writeNumberProperty("episode", member.episode());
        Fields.time(out, "joinedAt", member.joinedAt());
        Fields.time(out, "leftAt", member.leftAt());
        out.writeName("reason");
        ReasonJson.write(out, member.reason());
        out.writeEndObject();
    }
}
