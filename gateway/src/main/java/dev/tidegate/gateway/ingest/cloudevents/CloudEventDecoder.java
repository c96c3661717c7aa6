package dev.tidegate.gateway.ingest.cloudevents;

import dev.tidegate.correlator.log.TopicFeed;
import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.Sentences;
import dev.tidegate.gateway.ingest.json.AlertBodies;
import dev.tidegate.gateway.ingest.json.AlertShape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Alerts in CloudEvents 1.0, as the Kafka protocol binding writes them: structured (the value is the event as JSON) or
 * binary (attributes in {@code ce_} headers, the value is the data). The data is one alert or an array of them, in the
 * shape of Alertmanager's v2 API, as JSON or base64 of it. Type and source are free; they must be there.
 */
public final class CloudEventDecoder {
    /** The topic that is read when nothing else is configured. */
    public static final String TOPIC = "tidegate.cloudevents";

    /** The format's name in metrics and records. */
    public static final String NAME = "cloudevents";

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

    private final IngestLimits limits;
    private final AlertBodies bodies;
    private final Envelope envelope;

    public CloudEventDecoder(IngestLimits limits) {
        this.limits = limits;
        bodies = new AlertBodies(limits, AlertShape.ALERTMANAGER);
        envelope = new Envelope(limits.jsonDepth());
    }

    /** Throws {@link RefusedException} when nothing of the record can be taken. Changes its value in place. */
    public void read(TopicFeed.Delivered record, AlertBatches into) {
        byte[] value = record.value();
        if (value.length > limits.bodyBytes()) {
            throw new RefusedException(RefusalReason.BODY_TOO_LARGE, Sentences.bodyTooLarge(limits.bodyBytes()));
        }
        Map<String, byte[]> headers = record.headers();
        String contentType = header(headers, "content-type").toLowerCase(Locale.ROOT);
        if (contentType.startsWith(STRUCTURED)) {
            Envelope.Data data = envelope.dataOf(value);
            bodies.readArrayOrOne(data.bytes(), data.from(), data.to(), into);
        } else if (headers.containsKey("ce_specversion")) {
            REQUIRED.forEach(name -> require(name, header(headers, "ce_" + name)));
            bodies.readArrayOrOne(value, 0, value.length, into);
        } else {
            throw new RefusedException(
                    RefusalReason.BAD_EVENT,
                    "not a CloudEvent: neither a content-type of " + STRUCTURED + " nor ce_ headers");
        }
    }

    private static String header(Map<String, byte[]> headers, String name) {
        byte[] value = headers.get(name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    /** Makes sure that a required attribute is there, and that the version is one we know. */
    static void require(String name, String value) {
        if (value.isEmpty()) {
            throw new RefusedException(RefusalReason.BAD_EVENT, "the attribute " + name + " is missing");
        }
        if (name.equals("specversion") && !value.equals("1.0")) {
            throw new RefusedException(
                    RefusalReason.BAD_EVENT, "specversion \"" + Sentences.shortened(value) + "\" is not known, 1.0 is");
        }
    }
}
