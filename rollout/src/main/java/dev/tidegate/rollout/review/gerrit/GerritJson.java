package dev.tidegate.rollout.review.gerrit;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.rollout.review.Review.TouchedFile;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.review.git.Writer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Gerrit's JSON, which begins with a line that no browser runs. */
final class GerritJson {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String GUARD = ")]}'";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn", Locale.ROOT);

    private GerritJson() {}

    static JsonNode read(String title, Answer answer) {
        String text = new String(answer.body(), 0, answer.length(), StandardCharsets.UTF_8);
        if (!text.startsWith(GUARD)) {
            throw new ReviewException(
                    title + " answered " + answer.title() + ", which is not Gerrit's JSON: " + answer.excerpt());
        }
        try {
            return JSON.readTree(text.substring(GUARD.length()));
        } catch (JacksonException broken) {
            throw new ReviewException(title + " answered JSON that ends early: " + answer.excerpt(), broken);
        }
    }

    /** Who an account is; ourselves when it has no address, which the project must then allow. */
    static Writer writer(JsonNode account) {
        String email = text(account, "email");
        String name = text(account, "name");
        return email.isEmpty() ? Writer.TIDEGATE : new Writer(name.isEmpty() ? email : name, email);
    }

    static List<GerritChange> changes(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(GerritJson::change)
                .toList();
    }

    static GerritChange change(JsonNode change) {
        String current = text(change, "current_revision");
        JsonNode revision = change.path("revisions").path(current);
        JsonNode commit = revision.path("commit");
        String owner = person(change.path("owner"));
        String author = text(commit.path("author"), "email").toLowerCase(Locale.ROOT);
        return new GerritChange(
                change.path("_number").asInt(0),
                text(change, "project"),
                text(change, "branch"),
                text(change, "status"),
                change.path("submittable").asBoolean(false),
                change.path("work_in_progress").asBoolean(false),
                text(change, "submit_type"),
                current,
                revision.path("_number").asInt(0),
                unmet(change.path("submit_requirements")),
                author.isEmpty() ? owner : author,
                voters(change.path("labels"), List.of(owner, author)),
                text(change, "subject"),
                time(text(commit.path("committer"), "date"), text(change, "updated")),
                files(revision.path("files")));
    }

    /** What is required and not there; the records of submitting say OK to that, and are not asked. */
    private static List<String> unmet(JsonNode requirements) {
        List<String> unmet = new ArrayList<>();
        for (JsonNode one : requirements) {
            switch (text(one, "status")) {
                case "SATISFIED", "OVERRIDDEN", "NOT_APPLICABLE", "FORCED" -> {}
                default -> {
                    String wanted = text(one.path("submittability_expression_result"), "expression");
                    unmet.add(text(one, "name") + " is " + text(one, "status").toLowerCase(Locale.ROOT)
                            + (wanted.isEmpty() ? "" : " (" + wanted + ")"));
                }
            }
        }
        return unmet;
    }

    private static List<String> voters(JsonNode labels, List<String> own) {
        Set<String> voters = new LinkedHashSet<>();
        for (JsonNode label : labels) {
            for (JsonNode vote : label.path("all")) {
                if (vote.path("value").asInt(0) > 0 && !own.contains(person(vote))) {
                    voters.add(person(vote));
                }
            }
        }
        return List.copyOf(voters);
    }

    private static List<TouchedFile> files(JsonNode files) {
        List<TouchedFile> touched = new ArrayList<>();
        for (Map.Entry<String, JsonNode> file : files.properties()) {
            // the message and the list of a merge are shown as files, and are none
            if (!file.getKey().startsWith("/")) {
                touched.add(new TouchedFile(
                        file.getKey(),
                        file.getValue().path("lines_inserted").asInt(0),
                        file.getValue().path("lines_deleted").asInt(0)));
            }
        }
        return touched;
    }

    private static String person(JsonNode account) {
        for (String field : List.of("email", "username", "name")) {
            String found = text(account, field);
            if (!found.isEmpty()) {
                return found.toLowerCase(Locale.ROOT);
            }
        }
        return account.has("_account_id")
                ? "account " + account.path("_account_id").asInt(0)
                : "";
    }

    /** Times are UTC, and do not say so. */
    private static Instant time(String first, String second) {
        try {
            return LocalDateTime.parse(first.isEmpty() ? second : first, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return Instant.EPOCH;
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
