package dev.tidegate.correlator.image.json;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.model.Fingerprint;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The public shape of an event: on the streams, on the topic, in the timeline and in the event table's body. */
final class EventJson {
    private EventJson() {}

    static void write(JsonGenerator out, int partition, EventImage event) {
        out.writeStartObject();
        out.writeStringProperty("id", partition + "." + event.seq());
        out.writeNumberProperty("partition", partition);
        out.writeNumberProperty("seq", event.seq());
        Fields.time(out, "at", event.at());
        Fields.text(out, "kind", event.kind());
        Fields.text(out, "tenant", event.tenant());
        Fields.text(out, "site", event.site());
        Fields.text(out, "incident", event.incident());
        Fields.text(out, "fingerprint", event.fingerprint() == null ? null : Fingerprint.toHex(event.fingerprint()));
        Fields.text(out, "actor", event.actor());
        Fields.map(out, "details", event.details());
        subject(out, event.subject());
        out.writeEndObject();
    }

    private static void subject(JsonGenerator out, @Nullable Object subject) {
        if (subject instanceof IncidentImage incident) {
            begin(out, "incident");
            IncidentJson.write(out, incident);
        } else if (subject instanceof AlertImage alert) {
            begin(out, "alert");
            AlertJson.write(out, alert);
        } else if (subject instanceof SilenceImage silence) {
            begin(out, "silence");
            SilenceJson.write(out, silence);
        } else {
            out.writeNullProperty("subjectType");
            out.writeNullProperty("subject");
        }
    }

    private static void begin(JsonGenerator out, String type) {
        out.writeStringProperty("subjectType", type);
        out.writeName("subject");
    }
}
