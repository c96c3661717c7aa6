package dev.tidegate.gateway.rollout.http;

import dev.tidegate.gateway.rollout.flow.RolloutView;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.EventWords;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.flow.WaveHealth;
import dev.tidegate.rollout.story.Chronicle;
import dev.tidegate.rollout.story.Chronicle.Seen;
import dev.tidegate.rollout.story.Chronicle.WaveStory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What became of a rollout, as a document: once as text, and once in parts that a page can lay out. */
final class StoryDocument {
    private StoryDocument() {}

    static ObjectNode of(RolloutView view) {
        Brief brief = view.brief();
        Chronicle story = Chronicle.of(brief, view.events());
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("text", story.text())
                .put("begunAt", brief.begunAt().toString())
                .put("executor", brief.terms().executor())
                .put("wanted", brief.terms().revision())
                .put("nodes", brief.terms().nodes().size())
                .put("planned", brief.terms().waves().size())
                .put("soakSeconds", brief.terms().soak().toSeconds());
        ArrayNode waves = out.putArray("waves");
        story.waves().forEach(wave -> wave(waves.addObject(), brief, wave));
        ArrayNode turns = out.putArray("turns");
        story.turns()
                .forEach(turn -> turns.addObject()
                        .put("at", turn.at().toString())
                        .put("what", turn.what().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .put("wave", turn.wave())
                        .put("by", turn.by().orElse(null))
                        .put("reason", turn.reason()));
        ArrayNode presences = out.putArray("presences");
        story.presences()
                .forEach(one -> presences
                        .addObject()
                        .put("name", one.name())
                        .put("from", one.from().toString())
                        .put("to", one.to().map(Instant::toString).orElse(null)));
        ArrayNode agreements = out.putArray("agreements");
        story.agreements()
                .forEach(one -> agreements
                        .addObject()
                        .put("name", one.name())
                        .put("wave", one.wave())
                        .put("at", one.at().toString()));
        return out;
    }

    private static void wave(ObjectNode out, Brief brief, WaveStory wave) {
        out.put("number", wave.number())
                .put("nodes", wave.nodes())
                .put("begunAt", wave.begun().toString())
                .put("settledAt", wave.settled().map(Instant::toString).orElse(null))
                .put("leftAt", wave.left().map(Instant::toString).orElse(null))
                .put("watch", WaveHealth.watch(brief.id(), wave.number(), Direction.FORWARD));
        states(out.putObject("states"), wave.states());
        seen(out.putArray("seen"), wave.seen());
        wave.back()
                .ifPresentOrElse(
                        back -> {
                            ObjectNode gone = out.putObject("back")
                                    .put("begunAt", back.begun().toString())
                                    .put(
                                            "endedAt",
                                            back.ended().map(Instant::toString).orElse(null));
                            states(gone.putObject("states"), back.states());
                            seen(gone.putArray("seen"), back.seen());
                        },
                        () -> out.putNull("back"));
    }

    private static void states(ObjectNode out, Map<NodeState, Integer> states) {
        new TreeMap<>(states).forEach((state, count) -> out.put(state.word(), count));
    }

    private static void seen(ArrayNode out, List<Seen> seen) {
        seen.forEach(one -> out.addObject()
                .put("at", one.at().toString())
                .put("signal", EventWords.word(one.signal()))
                .put("reason", one.reason()));
    }
}
