package dev.tidegate.correlator.image.json;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.Reason;
import tools.jackson.core.JsonGenerator;

/** Why: reasons and likely causes. */
final class ReasonJson {
    private ReasonJson() {}

    static void write(JsonGenerator out, Reason reason) {
        out.writeStartObject();
        Fields.text(out, "kind", reason.kind());
        Fields.number(out, "weight", reason.weight());
        Fields.number(out, "threshold", reason.threshold());
        Fields.map(out, "inputs", reason.inputs());
        out.writeEndObject();
    }

    static void write(JsonGenerator out, Cause cause) {
        out.writeStartObject();
        Fields.fingerprint(out, "fingerprint", cause.fingerprint());
        Fields.text(out, "alertname", cause.alertname());
        Fields.text(out, "node", cause.node());
        Fields.number(out, "score", cause.score());
        out.writeObjectPropertyStart("factors");
        cause.factors().forEach((name, value) -> Fields.number(out, CleanText.of(name), value));
        out.writeEndObject();
        out.writeEndObject();
    }
}
