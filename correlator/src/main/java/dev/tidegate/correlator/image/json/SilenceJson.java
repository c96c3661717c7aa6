package dev.tidegate.correlator.image.json;

import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matchers;
import tools.jackson.core.JsonGenerator;

/** The public shape of a silence; matchers are spelled as in Alertmanager's API v2. */
final class SilenceJson {
    private SilenceJson() {}

    static void write(JsonGenerator out, SilenceImage silence) {
        out.writeStartObject();
        Fields.text(out, "id", silence.id());
        out.writeName("matchers");
        matchers(out, silence.matchers());
        Fields.time(out, "startsAt", silence.startsAt());
        Fields.time(out, "endsAt", silence.endsAt());
        Fields.time(out, "updatedAt", silence.updatedAt());
        Fields.text(out, "createdBy", silence.createdBy());
        Fields.text(out, "comment", silence.comment());
        out.writeEndObject();
    }

    static void matchers(JsonGenerator out, Matchers matchers) {
        out.writeStartArray();
        for (Matcher matcher : matchers.all()) {
            out.writeStartObject();
            Fields.text(out, "name", matcher.name());
            Fields.text(out, "value", matcher.value());
            out.writeBooleanProperty("isRegex", matcher.op().isRegex());
            out.writeBooleanProperty("isEqual", matcher.op().isEqual());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
