package dev.tidegate.rollout.packages.aptly;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages.Difference;
import dev.tidegate.rollout.packages.PackagesException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Aptly's JSON. */
final class AptlyJson {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MOST_TOLD = 3;

    private AptlyJson() {}

    /** What Aptly publishes at one place: a snapshot for each component. */
    record Published(boolean ofSnapshots, Map<String, String> snapshots) {}

    static JsonNode read(String title, Answer answer) {
        try {
            return JSON.readTree(answer.body(), 0, answer.length());
        } catch (JacksonException unreadable) {
            throw new PackagesException(
                    title + " answered " + answer.title() + ", which is not JSON: " + answer.excerpt(), unreadable);
        }
    }

    /** What Aptly says is wrong; errors are JSON under the type of plain text, and not always JSON. */
    static String error(Answer answer) {
        try {
            String told = JSON.readTree(answer.body(), 0, answer.length())
                    .path("error")
                    .asString("");
            if (!told.isBlank()) {
                return told.strip();
            }
        } catch (JacksonException plain) {
            return answer.excerpt();
        }
        return answer.excerpt();
    }

    /** Files that Aptly could not use although it said 200, in words; empty when there are none. */
    static Optional<String> failedFiles(JsonNode answer) {
        List<String> files = texts(answer.path("FailedFiles"));
        if (files.isEmpty()) {
            return Optional.empty();
        }
        List<String> warnings = texts(answer.path("Report").path("Warnings"));
        List<String> told = warnings.isEmpty() ? files : warnings;
        String more = told.size() > MOST_TOLD ? "; and " + (told.size() - MOST_TOLD) + " more" : "";
        return Optional.of(files.size() + (files.size() == 1 ? " file was" : " files were") + " not taken: "
                + String.join("; ", told.subList(0, Math.min(MOST_TOLD, told.size()))) + more);
    }

    static Optional<Published> find(JsonNode list, AptlyPath path, String distribution) {
        for (JsonNode one : list) {
            if (path.is(one.path("Storage").asString(""), one.path("Prefix").asString(""))
                    && one.path("Distribution").asString("").equals(distribution)) {
                Map<String, String> snapshots = new TreeMap<>();
                for (JsonNode source : one.path("Sources")) {
                    snapshots.put(
                            source.path("Component").asString(""),
                            source.path("Name").asString(""));
                }
                return Optional.of(
                        new Published(one.path("SourceKind").asString("").equals("snapshot"), snapshots));
            }
        }
        return Optional.empty();
    }

    static String switching(PackageSnapshot to, Optional<AptlySettings.Signing> signing) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("Snapshots").addObject().put("Component", to.component()).put("Name", to.snapshot());
        ObjectNode signed = body.putObject("Signing");
        signing.ifPresentOrElse(
                with -> {
                    signed.put("GpgKey", with.key()).put("Batch", true);
                    if (!with.passphrase().isEmpty()) {
                        signed.put("Passphrase", with.passphrase());
                    }
                },
                () -> signed.put("Skip", true));
        return new String(JSON.writeValueAsBytes(body), StandardCharsets.UTF_8);
    }

    /**
     * One difference a package: what goes and what comes under one name and architecture belong together, which Aptly
     * tells in one row or in two.
     */
    static List<Difference> differences(JsonNode list) {
        Map<String, List<String>> going = new TreeMap<>();
        Map<String, List<String>> coming = new TreeMap<>();
        for (JsonNode row : list) {
            note(going, row.path("Left"));
            note(coming, row.path("Right"));
        }
        Set<Difference> found = new LinkedHashSet<>();
        Stream.concat(going.keySet().stream(), coming.keySet().stream())
                .distinct()
                .sorted()
                .forEach(key -> {
                    List<String> from = going.getOrDefault(key, List.of());
                    List<String> to = coming.getOrDefault(key, List.of());
                    String name = key.substring(0, key.indexOf(' '));
                    for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
                        found.add(new Difference(
                                name, i < from.size() ? from.get(i) : "", i < to.size() ? to.get(i) : ""));
                    }
                });
        return List.copyOf(found);
    }

    /** Keeps the version of a key such as {@code Pamd64 nginx 1.24-1 6242e632e2eb8993}, by name and architecture. */
    private static void note(Map<String, List<String>> versions, JsonNode key) {
        String[] parts = key.asString("").split(" ", -1);
        if (parts.length >= 3) {
            versions.computeIfAbsent(parts[1] + " " + parts[0], unused -> new ArrayList<>())
                    .add(parts[2]);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }
}
