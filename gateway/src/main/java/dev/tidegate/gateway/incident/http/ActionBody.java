package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Action;
import dev.tidegate.gateway.incident.Action.Wish;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.Problem.Fault;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.model.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of an action; an empty one will do where nothing is required. */
final class ActionBody {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Action action;
    private final JsonNode root;
    private final List<Fault> faults = new ArrayList<>();

    private ActionBody(Action action, JsonNode root) {
        this.action = action;
        this.root = root;
    }

    static Wish parse(Action action, byte[] body) {
        return new ActionBody(action, tree(body)).wish();
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode root = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
            throw new ProblemException(Problem.badRequest("body", "must be a JSON object"));
        } catch (JacksonException e) {
            throw new ProblemException(Problem.badRequest("body", "is not JSON: " + e.getOriginalMessage()));
        }
    }

    private Wish wish() {
        for (String name : root.propertyNames()) {
            if (!action.fields().contains(name)) {
                fault(name, "is not known here; known are " + String.join(", ", new TreeSet<>(action.fields())));
            }
        }
        Wish wish = new Wish(text("comment"), text("into"), text("text"), fingerprints());
        for (String name : action.required()) {
            if (root.path(name).isMissingNode() || root.path(name).isNull()) {
                fault(name, "is required");
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.badRequest(faults));
        }
        return wish;
    }

    private @Nullable String text(String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String value = node.isString() ? node.asString() : "";
        if (value.isBlank()) {
            fault(name, "must be a text that is not blank");
        } else if (value.length() > Action.MAX_TEXT) {
            fault(name, "has " + value.length() + " characters; at most " + Action.MAX_TEXT + " are allowed");
        }
        return value;
    }

    private List<String> fingerprints() {
        JsonNode node = root.path("fingerprints");
        List<String> out = new ArrayList<>();
        if (node.isMissingNode()) {
            return out;
        }
        if (!node.isArray() || node.isEmpty() || node.size() > Action.MAX_FINGERPRINTS) {
            fault("fingerprints", "must be a list of 1 to " + Action.MAX_FINGERPRINTS + " fingerprints");
            return out;
        }
        for (int i = 0; i < node.size(); i++) {
            String hex = node.path(i).asString("");
            try {
                out.add(Fingerprint.toHex(Fingerprint.parse(hex)));
            } catch (IllegalArgumentException e) {
                fault("fingerprints[" + i + "]", "\"" + hex + "\" is not 16 hexadecimal digits");
            }
        }
        return out;
    }

    private void fault(String field, String detail) {
        faults.add(new Fault(field, detail));
    }
}
