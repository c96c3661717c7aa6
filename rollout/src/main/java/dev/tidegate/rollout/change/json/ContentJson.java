package dev.tidegate.rollout.change.json;

import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Impact;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.change.Slot;
import dev.tidegate.rollout.json.Fields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of a change, as people send it and as it is stored. What is written is read back as the same content, with
 * the same hash.
 */
public final class ContentJson {
    private static final int MAX_TITLE = 200;
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_POLICY = 200_000;
    private static final int MAX_NAME = 253;
    private static final int MAX_ITEMS = 200;
    private static final long MAX_SEED = 1L << 53; // what every reader of JSON can hold
    private static final List<String> IMPACTS = List.of("none", "control-plane", "data-plane");
    private static final String NO_REVISION = "0".repeat(40);

    private ContentJson() {}

    /**
     * Reads a content strictly.
     *
     * @param seed makes one when none is given
     * @throws dev.tidegate.rollout.json.MalformedException naming everything that is wrong
     */
    public static Content read(byte[] body, LongSupplier seed) {
        return read(Fields.of(body), seed);
    }

    /** Reads what {@link #write} has written. */
    public static Content stored(String json) {
        return read(Fields.of(JsonMapper.shared().readTree(json)), () -> 0);
    }

    private static Content read(Fields in, LongSupplier seed) {
        String title = in.text("title", MAX_TITLE);
        String reason = in.text("reason", MAX_TEXT);
        Optional<String> incident = in.has("incident") ? Optional.of(in.text("incident", MAX_NAME)) : Optional.empty();
        Origin origin = origin(in.object("origin"));
        List<PackageSnapshot> packages = in.objects("packages", MAX_ITEMS).stream()
                .map(ContentJson::snapshot)
                .toList();
        Instant start = in.time("start").truncatedTo(ChronoUnit.MICROS);
        Content content = new Content(
                title,
                reason,
                incident,
                origin,
                packages,
                in.texts("states", MAX_ITEMS, MAX_NAME),
                in.text("selector", MAX_TEXT),
                PlanJson.read(in),
                in.has("seed") ? in.number("seed", 0, MAX_SEED) : seed.getAsLong(),
                in.text("policy", MAX_POLICY),
                impact(in.has("impact") ? in.word("impact", IMPACTS) : "none"),
                in.texts("irreversible", MAX_ITEMS, MAX_TEXT),
                in.texts("tests", MAX_ITEMS, MAX_TEXT),
                new Slot(start, end(in, start)));
        if (content.states().isEmpty() && content.packages().isEmpty()) {
            in.fault(in.at("states"), "is required when there are no packages: what is to be applied");
        }
        in.check();
        return content;
    }

    private static Origin origin(Fields in) {
        String kind = in.word("kind", List.of("git", "gerrit"));
        String revision = in.text("revision", MAX_NAME);
        Origin origin;
        if (kind.equals("git")) {
            String repository = in.text("repository", MAX_NAME);
            origin = in.made(
                    "revision", () -> new Origin.Git(repository, revision), new Origin.Git(repository, NO_REVISION));
        } else {
            String server = in.text("server", MAX_NAME);
            int change = (int) in.number("change", 1, Integer.MAX_VALUE);
            int patchSet = (int) in.number("patchSet", 1, Integer.MAX_VALUE);
            origin = in.made(
                    "revision",
                    () -> new Origin.Gerrit(server, change, patchSet, revision),
                    new Origin.Gerrit(server, change, patchSet, NO_REVISION));
        }
        in.done();
        return origin;
    }

    private static PackageSnapshot snapshot(Fields in) {
        PackageSnapshot snapshot = new PackageSnapshot(
                in.text("prefix", MAX_NAME),
                in.text("distribution", MAX_NAME),
                in.textOr("component", MAX_NAME, "main"),
                in.text("snapshot", MAX_NAME));
        in.done();
        return snapshot;
    }

    private static Optional<Instant> end(Fields in, Instant start) {
        if (!in.has("window")) {
            return Optional.empty();
        }
        Fields window = in.object("window");
        Optional<Instant> end = window.timeOr("end").map(time -> time.truncatedTo(ChronoUnit.MICROS));
        if (end.isPresent() && !end.get().isAfter(start)) {
            window.fault(window.at("end"), "must be after start");
        }
        window.done();
        return end;
    }

    private static Impact impact(String word) {
        return Impact.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The content as it was sent, with everything that was left out filled in. */
    public static ObjectNode write(Content content) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("title", content.title());
        out.put("reason", content.reason());
        out.put("incident", content.incident().orElse(null));
        out.set("origin", origin(content.origin()));
        ArrayNode packages = out.putArray("packages");
        content.packages()
                .forEach(snapshot -> packages.addObject()
                        .put("prefix", snapshot.prefix())
                        .put("distribution", snapshot.distribution())
                        .put("component", snapshot.component())
                        .put("snapshot", snapshot.snapshot()));
        texts(out, "states", content.states());
        out.put("selector", content.selector());
        out.set("plan", PlanJson.write(content.plan()));
        out.put("seed", content.seed());
        out.put("policy", content.policy());
        out.put("impact", content.impact().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        texts(out, "irreversible", content.irreversible());
        texts(out, "tests", content.tests());
        out.put("start", content.start().toString());
        content.slot().end().ifPresent(end -> out.putObject("window").put("end", end.toString()));
        return out;
    }

    private static JsonNode origin(Origin origin) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        switch (origin) {
            case Origin.Git git -> out.put("kind", "git").put("repository", git.repository());
            case Origin.Gerrit gerrit ->
                out.put("kind", "gerrit")
                        .put("server", gerrit.server())
                        .put("change", gerrit.change())
                        .put("patchSet", gerrit.patchSet());
        }
        return out.put("revision", origin.revision());
    }

    private static void texts(ObjectNode out, String name, List<String> texts) {
        ArrayNode list = out.putArray(name);
        texts.forEach(list::add);
    }
}
