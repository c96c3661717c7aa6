package dev.tidegate.gateway.alertmanager.http;

import dev.tidegate.correlator.image.json.Rfc3339;
import dev.tidegate.gateway.alertmanager.SilenceRequest;
import dev.tidegate.gateway.alertmanager.SilenceRequest.WireMatcher;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of {@code POST /silences}. */
final class SilenceBody {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SilenceBody() {}

    /** A body that is refused before its meaning is looked at, in the words of Alertmanager's framework. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final int status;
        final int code;

        Refused(int status, int code, String message) {
            super(message, null, false, false);
            this.status = status;
            this.code = code;
        }
    }

    static SilenceRequest parse(byte[] body) {
        JsonNode root = tree(body);
        require(root);
        requireTypes(root);
        List<WireMatcher> matchers = new ArrayList<>();
        for (JsonNode matcher : root.path("matchers")) {
            matchers.add(new WireMatcher(
                    text(matcher, "name"),
                    text(matcher, "value"),
                    matcher.path("isRegex").asBoolean(false),
                    matcher.path("isEqual").asBoolean(true)));
        }
        String id = text(root, "id");
        return new SilenceRequest(
                id.isEmpty() ? null : id,
                matchers,
                time(root, "startsAt"),
                time(root, "endsAt"),
                text(root, "createdBy"),
                text(root, "comment"));
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
            throw unreadable("the body is not an object");
        } catch (JacksonException e) {
            throw unreadable(e.getOriginalMessage());
        }
    }

    private static Refused unreadable(String why) {
        return new Refused(400, 400, "parsing silence body from \"\" failed, because " + why);
    }

    private static void require(JsonNode root) {
        List<Refused> missing = new ArrayList<>();
        for (String field : List.of("comment", "createdBy", "endsAt", "matchers", "startsAt")) {
            if (!root.path(field).isArray() && !root.path(field).isString()) {
                missing.add(required(field));
            }
        }
        JsonNode matchers = root.path("matchers");
        if (matchers.isArray() && matchers.isEmpty()) {
            missing.add(new Refused(422, 612, "matchers in body should have at least 1 items"));
        }
        for (int i = 0; i < matchers.size(); i++) {
            for (String field : List.of("isRegex", "name", "value")) {
                if (matchers.path(i).path(field).isMissingNode()) {
                    missing.add(required("matchers." + i + "." + field));
                }
            }
        }
        if (missing.size() == 1) {
            throw missing.getFirst();
        }
        if (!missing.isEmpty()) {
            StringBuilder all = new StringBuilder("validation failure list:");
            missing.forEach(one -> all.append('\n').append(one.getMessage()));
            throw new Refused(422, 422, all.toString());
        }
    }

    /** A matcher that is read otherwise than it was meant silences something else. */
    private static void requireTypes(JsonNode root) {
        for (int i = 0; i < root.path("matchers").size(); i++) {
            JsonNode matcher = root.path("matchers").path(i);
            for (String field : List.of("name", "value")) {
                if (!matcher.path(field).isString()) {
                    throw unreadable("matchers." + i + "." + field + " is not a string");
                }
            }
            for (String field : List.of("isRegex", "isEqual")) {
                JsonNode given = matcher.path(field);
                if (!given.isBoolean() && !given.isMissingNode() && !given.isNull()) {
                    throw unreadable("matchers." + i + "." + field + " is not true or false");
                }
            }
        }
    }

    private static Refused required(String field) {
        return new Refused(422, 602, field + " in body is required");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    /** Within what RFC 3339 can say: shards and the database cannot count to all that Java can read. */
    private static Instant time(JsonNode root, String field) {
        String text = text(root, field);
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(Rfc3339.FIRST) && !time.isAfter(Rfc3339.LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // told below, in the same words as a year that is too far
        }
        throw unreadable("parsing " + field + " \"" + text + "\": not a time such as 2006-01-02T15:04:05Z");
    }
}
