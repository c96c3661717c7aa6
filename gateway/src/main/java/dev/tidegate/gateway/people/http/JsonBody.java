package dev.tidegate.gateway.people.http;

import dev.tidegate.gateway.people.PeopleRules;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.Problem.Fault;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.gateway.security.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small JSON object, read field by field; everything that is wrong with it is told at once, never a value. */
final class JsonBody {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_BYTES = 16 << 10;

    private final JsonNode root;
    private final List<Fault> faults = new ArrayList<>();

    private JsonBody(JsonNode root, Set<String> known) {
        this.root = root;
        for (String name : root.propertyNames()) {
            if (!known.contains(name)) {
                fault(name, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /** @param known the fields there are */
    static Mono<JsonBody> of(ServerRequest request, Set<String> known) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), MAX_BYTES)
                .map(JsonBody::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> new ProblemException(Problem.of(
                                ProblemKind.CONTENT_TOO_LARGE, "at most " + MAX_BYTES + " bytes are taken here")))
                .map(bytes -> new JsonBody(tree(bytes), known));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] out = new byte[buffer.readableByteCount()];
        buffer.read(out);
        DataBufferUtils.release(buffer);
        return out;
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode root = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
            throw new ProblemException(Problem.badRequest("body", "must be a JSON object"));
        } catch (JacksonException e) {
            // the parser's own message may repeat a piece of a password
            throw new ProblemException(Problem.badRequest("body", "is not JSON"));
        }
    }

    Optional<String> text(String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isString()) {
            fault(name, "must be a text");
            return Optional.empty();
        }
        return Optional.of(node.asString());
    }

    String required(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()
                && faults.stream().noneMatch(fault -> fault.parameter().equals(name))) {
            fault(name, "is required");
        }
        return text.orElse("");
    }

    Optional<Boolean> flag(String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            fault(name, "must be true or false");
        }
        return Optional.of(node.asBoolean(false));
    }

    Optional<Set<Role>> roles(String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        if (!node.isArray()) {
            fault(name, "must be a list of roles");
        }
        for (JsonNode item : node) {
            Optional<Role> role = Role.of(item.asString(""));
            if (role.isEmpty()) {
                fault(
                        name,
                        "\"" + item.asString("?") + "\" is not a role; roles are "
                                + PeopleRules.words(EnumSet.allOf(Role.class)));
            }
            role.ifPresent(roles::add);
        }
        return Optional.of(roles);
    }

    void fault(String field, String detail) {
        faults.add(new Fault(field, detail));
    }

    void fault(String field, Optional<String> detail) {
        detail.ifPresent(words -> fault(field, words));
    }

    /** Throws a 400 that names every fault. */
    void check() {
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.badRequest(faults));
        }
    }
}
