package dev.tidegate.gateway.ingest.alerta;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.MediaTypes;
import dev.tidegate.gateway.ingest.Refusal;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.SiteLabel;
import dev.tidegate.gateway.ingest.json.Rfc3339;
import dev.tidegate.model.Alert;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /alert} and {@code /api/alert}, as Alerta 9 answers it: 201 with the alert, 400 for what is not one, 403
 * for an environment that is not allowed, all in its shape {@code {"status":"error","message":"…"}}.
 */
public final class AlertaDoor implements AlertFormat {
    /** Events that an alert may take the place of. */
    static final int CORRELATED = 64;

    private final AlertaJson json;
    private final AlertaMapping mapping;
    private final AlertaReply reply;
    private final Set<String> environments;

    /** @param environments the allowed ones; empty allows any */
    public AlertaDoor(IngestLimits limits, SiteLabel site, Set<String> environments) {
        json = new AlertaJson(limits);
        mapping = new AlertaMapping(site, json.mapper());
        reply = new AlertaReply(json.mapper());
        this.environments = Set.copyOf(environments);
    }

    @Override
    public String name() {
        return "alerta";
    }

    @Override
    public boolean takes(String mediaType) {
        return MediaTypes.isJson(mediaType);
    }

    @Override
    public Answer read(byte[] body, int length, AlertBatches into) {
        AlertaAlert wire = json.read(body, length, AlertaAlert.class);
        check(wire);
        Alert alert = mapping.toAlert(wire, into.now());
        into.add(0, alert);
        if (into.refusals().isEmpty()) {
            mapping.ended(wire, alert, into.now()).forEach(ended -> into.add(0, ended));
        }
        return into.refusals().isEmpty()
                ? reply.taken(wire, alert, into.now())
                : reply.error(400, into.refusals().toString());
    }

    @Override
    public Answer refuse(Refusal refusal) {
        return reply.error(refusal.reason().status(), refusal.words());
    }

    private void check(AlertaAlert wire) {
        require("resource", wire.resource());
        require("event", wire.event());
        Map<String, Object> attributes = wire.attributes() == null ? Map.of() : wire.attributes();
        if (attributes.keySet().stream().anyMatch(key -> key.contains(".") || key.contains("$"))) {
            throw bad("Attribute keys must not contain \".\" or \"$\"");
        }
        if (wire.correlate() != null && wire.correlate().size() > CORRELATED) {
            throw bad("correlate: more than " + CORRELATED + " events");
        }
        if ("".equals(wire.customer())) {
            throw bad("customer must not be an empty string");
        }
        if (wire.timeout() != null && wire.timeout() < 0) {
            throw bad("Invalid negative 'timeout' value (" + wire.timeout() + ")");
        }
        if (AlertaMapping.time(wire.createTime()) == Rfc3339.BAD) {
            throw new RefusedException(RefusalReason.BAD_TIME, "createTime: not a time like 2026-03-01T10:20:30.000Z");
        }
        if (!environments.isEmpty() && !environments.contains(wire.environment())) {
            throw new RefusedException(
                    RefusalReason.ENVIRONMENT_REFUSED,
                    "[POLICY] Alert environment must be one of " + String.join(", ", new TreeSet<>(environments)));
        }
    }

    private static void require(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new RefusedException(RefusalReason.MISSING_FIELD, "Missing mandatory value for \"" + field + "\"");
        }
    }

    private static RefusedException bad(String words) {
        return new RefusedException(RefusalReason.BAD_FIELD, words);
    }
}
