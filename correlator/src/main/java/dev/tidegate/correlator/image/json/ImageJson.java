package dev.tidegate.correlator.image.json;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.model.Labels;
import dev.tidegate.model.matcher.Matchers;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Images as the API and the streams show them: names in camelCase, times in RFC 3339 with microseconds, fingerprints as
 * 16 hexadecimal digits, severities and states as lower-case words. A field without a value is there with null.
 *
 * <p>Each shape can be written into a bigger document by way of a generator, or stand alone.
 */
public final class ImageJson {
    static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_SIZE = 1024;

    private ImageJson() {}

    /**
     * {@code id, tenant, site, number, state, severity, title, head, alertname, storm, openedAt, updatedAt,
     * acknowledgedAt, acknowledgedBy, resolvedAt, resolvedBy, closedAt, mergedInto, alertCount, firingCount, nodeCount,
     * nodes, causes[{fingerprint, alertname, node, score, factors}], opened{kind, weight, threshold, inputs}, version}.
     */
    public static void incident(JsonGenerator out, IncidentImage incident) {
        IncidentJson.write(out, incident);
    }

    public static byte[] incident(IncidentImage incident) {
        return bytes(out -> IncidentJson.write(out, incident));
    }

    /**
     * {@code fingerprint, tenant, site, alertname, severity, node, labels, annotations, generatorURL, source, state
     * (firing or resolved), suppressed, flapping, episode, startsAt, endsAt, firstSeen, lastSeen, repeats, silencedBy,
     * inhibitedBy, incident}.
     */
    public static void alert(JsonGenerator out, AlertImage alert) {
        AlertJson.write(out, alert);
    }

    public static byte[] alert(AlertImage alert) {
        return bytes(out -> AlertJson.write(out, alert));
    }

    /** {@code incident, tenant, fingerprint, episode, joinedAt, leftAt, reason{kind, weight, threshold, inputs}}. */
    public static void member(JsonGenerator out, MemberImage member) {
        AlertJson.write(out, member);
    }

    public static byte[] member(MemberImage member) {
        return bytes(out -> AlertJson.write(out, member));
    }

    /** {@code id, matchers[{name, value, isRegex, isEqual}], startsAt, endsAt, updatedAt, createdBy, comment}. */
    public static void silence(JsonGenerator out, SilenceImage silence) {
        SilenceJson.write(out, silence);
    }

    public static byte[] silence(SilenceImage silence) {
        return bytes(out -> SilenceJson.write(out, silence));
    }

    /**
     * {@code id (partition.seq), partition, seq, at, kind, tenant, site, incident (an id), fingerprint, actor, details,
     * subjectType (incident, alert, silence or null), subject (that image, or null)}.
     */
    public static void event(JsonGenerator out, int partition, EventImage event) {
        EventJson.write(out, partition, event);
    }

    public static byte[] event(int partition, EventImage event) {
        return bytes(out -> EventJson.write(out, partition, event));
    }

    public static void reason(JsonGenerator out, Reason reason) {
        ReasonJson.write(out, reason);
    }

    public static void cause(JsonGenerator out, Cause cause) {
        ReasonJson.write(out, cause);
    }

    /** One JSON object, names in byte order. */
    public static void labels(JsonGenerator out, Labels labels) {
        Fields.labels(out, labels);
    }

    /** {@code [{name, value, isRegex, isEqual}]}. */
    public static void matchers(JsonGenerator out, Matchers matchers) {
        SilenceJson.matchers(out, matchers);
    }

    /** A document of its own from anything above, as UTF-8. */
    public static byte[] bytes(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_SIZE);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        return out.toByteArray();
    }

    /** A document of its own from anything above, as text. */
    public static String text(Consumer<JsonGenerator> content) {
        StringWriter out = new StringWriter(USUAL_SIZE);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        return out.toString();
    }
}
