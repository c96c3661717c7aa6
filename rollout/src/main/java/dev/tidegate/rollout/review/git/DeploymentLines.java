package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.Review.Deployment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A note: one line of JSON for each time its revision came to a group, the oldest first. */
final class DeploymentLines {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    /** A note keeps this many; older ones are in the history of the notes. */
    static final int MOST = 100;

    private DeploymentLines() {}

    static String line(Deployment deployment) {
        ObjectNode line = JSON.createObjectNode();
        line.put("group", deployment.group()).put("revision", deployment.revision());
        deployment.former().ifPresentOrElse(former -> line.put("former", former), () -> line.putNull("former"));
        line.put("rollout", deployment.rollout());
        ArrayNode nodes = line.putArray("nodes");
        deployment.nodes().forEach(nodes::add);
        return line.put("at", deployment.at().toString()).toString();
    }

    /** Lines that are none of ours are left out: a person may have added a remark. */
    static List<Deployment> read(String note) {
        List<Deployment> found = new ArrayList<>();
        note.lines().forEach(line -> parse(line).ifPresent(found::add));
        return List.copyOf(found);
    }

    /** The note with one line more. */
    static String with(String note, Deployment deployment) {
        List<String> lines = new ArrayList<>(note.lines().toList());
        lines.add(line(deployment));
        List<String> kept = lines.subList(Math.max(0, lines.size() - MOST), lines.size());
        return String.join("\n", kept) + "\n";
    }

    private static Optional<Deployment> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(line);
            List<String> nodes = new ArrayList<>();
            json.path("nodes").forEach(node -> nodes.add(node.asString("")));
            JsonNode former = json.path("former");
            return Optional.of(new Deployment(
                    json.path("group").asString(""),
                    json.path("revision").asString(""),
                    former.isString() ? Optional.of(former.asString()) : Optional.empty(),
                    json.path("rollout").asString(""),
                    nodes,
                    Instant.parse(json.path("at").asString(""))));
        } catch (JacksonException | DateTimeException foreign) {
            return Optional.empty();
        }
    }
}
