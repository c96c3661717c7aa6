package dev.tidegate.gateway.watch.http;

import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.Problem.Fault;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.watch.WatchSpec;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of {@code POST /api/v1/watches}. Everything that is wrong is told at once, by field. */
final class OpenBody {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> FIELDS =
            new TreeSet<>(Set.of("name", "policy", "watched", "control", "since", "until"));
    private static final int MAX_NAME = 200;
    private static final int MAX_NODE = 253;
    private static final int MAX_FAULTS = 20;

    private final JsonNode root;
    private final List<Fault> faults = new ArrayList<>();

    private OpenBody(JsonNode root) {
        this.root = root;
    }

    /** @throws ProblemException with status 400, naming every field that is wrong */
    static WatchSpec parse(byte[] body, String id, String tenant, String who, Instant now) {
        return new OpenBody(tree(body)).spec(id, tenant, who, now.truncatedTo(ChronoUnit.MICROS));
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
            throw new ProblemException(Problem.badRequest("body", "must be a JSON object"));
        } catch (JacksonException e) {
            throw new ProblemException(Problem.badRequest("body", "is not JSON: " + reason(e)));
        }
    }

    private static String reason(JacksonException mistake) {
        // what is in brackets speaks of the parser's source, which nobody outside knows
        String said = mistake.getOriginalMessage().replaceFirst("\\s*\\(start marker.*", "");
        return said + " (line " + mistake.getLocation().getLineNr() + ", column "
                + mistake.getLocation().getColumnNr() + ")";
    }

    private WatchSpec spec(String id, String tenant, String who, Instant now) {
        for (String name : root.propertyNames()) {
            if (!FIELDS.contains(name)) {
                fault(name, "is not known here; known are " + String.join(", ", FIELDS));
            }
        }
        String name = text("name", MAX_NAME);
        String policy = policy();
        List<String> watched = nodes("watched", true);
        List<String> control = nodes("control", false);
        Instant since = time("since");
        Instant until = time("until");
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.badRequest(faults));
        }
        return new WatchSpec(
                id,
                tenant,
                name == null ? id : name,
                policy,
                new Cohort(watched, control),
                since == null ? now : since,
                until,
                who,
                now);
    }

    /** As YAML in a text, or as a JSON object, which is YAML too; on many lines, so that mistakes have one. */
    private String policy() {
        JsonNode node = root.path("policy");
        if (node.isObject()) {
            return node.toPrettyString();
        }
        if (!node.isString() || node.asString().isBlank()) {
            fault("policy", "is required: a policy as YAML in a text, or as an object");
            return "";
        }
        return node.asString();
    }

    private @Nullable String text(String name, int most) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String value = node.isString() ? node.asString() : "";
        if (value.isBlank() || value.length() > most) {
            fault(name, "must be a text of 1 to " + most + " characters");
        }
        return value;
    }

    private List<String> nodes(String name, boolean required) {
        JsonNode list = root.path(name);
        List<String> out = new ArrayList<>();
        if (!required && (list.isMissingNode() || list.isNull())) {
            return out;
        }
        if (!list.isArray() || required && list.isEmpty()) {
            fault(name, required ? "is required: a list of at least one node" : "must be a list of nodes");
            return out;
        }
        for (int i = 0; i < list.size(); i++) {
            String node = list.path(i).isString() ? list.path(i).asString() : "";
            if (node.isBlank() || node.length() > MAX_NODE) {
                fault(name + "[" + i + "]", "must be a node's name of 1 to " + MAX_NODE + " characters");
            }
            out.add(node);
        }
        return out;
    }

    private @Nullable Instant time(String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String text = node.isString() ? node.asString() : node.toString();
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            fault(name, "\"" + text + "\" is not a time such as 2026-01-31T12:00:00Z");
            return null;
        }
    }

    /** A thousand wrong names of nodes are one mistake: the first of them are told. */
    private void fault(String field, String detail) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new Fault(field, detail));
        }
    }
}
