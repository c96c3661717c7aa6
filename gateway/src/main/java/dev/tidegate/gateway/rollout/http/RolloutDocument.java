package dev.tidegate.gateway.rollout.http;

import dev.tidegate.gateway.rollout.flow.RolloutView;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.EventWords;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.json.RolloutJson;
import dev.tidegate.rollout.flow.WaveHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rollouts as documents. */
final class RolloutDocument {
    /** The latest events that are shown; nodes that are proven are told by their state. */
    private static final int EVENTS = 500;

    private RolloutDocument() {}

    static byte[] bytes(ObjectNode document) {
        return JsonMapper.shared().writeValueAsBytes(document);
    }

    static ObjectNode of(RolloutView view) {
        Rollout rollout = view.rollout();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("id", view.brief().id())
                .put("change", rollout.terms().change())
                .put("hash", rollout.terms().hash())
                .put("revision", view.brief().revision())
                .put("title", view.brief().title())
                .put("tenant", view.brief().tenant())
                .put("executor", rollout.terms().executor())
                .put("monitor", rollout.monitors().stream().sorted().findFirst().orElse(null))
                .put("phase", rollout.phase().word())
                .put("wave", rollout.wave())
                .put("held", rollout.held().orElse(null))
                .put("blocked", blocked(view));
        ArrayNode waves = out.putArray("waves");
        for (int wave = 1; wave <= rollout.terms().waves().size(); wave++) {
            waves.add(wave(rollout, wave));
        }
        out.putObject("health")
                .put("signal", rollout.signal().map(EventWords::word).orElse("none"))
                .put("reason", rollout.signalReason().orElse(""));
        out.put("soakUntil", rollout.soakUntil().map(Instant::toString).orElse(null));
        events(out.putArray("events"), view.events());
        return out.put("startedAt", view.brief().begunAt().toString())
                .put("updatedAt", view.updatedAt().toString());
    }

    private static @Nullable String blocked(RolloutView view) {
        boolean told = view.mark().blocked().isEmpty()
                || view.rollout().phase().isOver()
                || view.rollout().held().isPresent();
        return told ? null : view.mark().blocked();
    }

    private static ObjectNode wave(Rollout rollout, int wave) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("number", wave).put("state", state(rollout, wave));
        ArrayNode nodes = out.putArray("nodes");
        for (String node : rollout.terms().nodes(wave)) {
            nodes.addObject()
                    .put("name", node)
                    .put("state", state(rollout, node))
                    .put("detail", detail(rollout, node));
        }
        Direction direction = rollout.watched(wave, Direction.BACK) ? Direction.BACK : Direction.FORWARD;
        return out.put(
                "watch",
                rollout.watched(wave, direction)
                        ? WaveHealth.watch(rollout.terms().id(), wave, direction)
                        : null);
    }

    private static String state(Rollout rollout, int wave) {
        boolean touched = !rollout.touched(wave).isEmpty();
        if (rollout.isBack(wave)) {
            return "back";
        }
        if (rollout.phase() == Phase.PULLING_BACK && touched) {
            return "pulling-back";
        }
        if (wave > rollout.wave() || !touched && wave == rollout.wave() && rollout.phase() != Phase.APPLYING) {
            return "waiting";
        }
        if (wave < rollout.wave() || rollout.phase() == Phase.DONE) {
            return "healthy";
        }
        return switch (rollout.phase()) {
            case WAITING -> "waiting";
            case APPLYING -> "applying";
            case SOAKING -> "soaking";
            case PULLING_BACK, PULLED_BACK -> "pulling-back";
            case ABORTED, DONE -> "unhealthy";
        };
    }

    private static String state(Rollout rollout, String node) {
        Optional<NodeState> back = rollout.node(Direction.BACK, node);
        if (back.isPresent()) {
            return switch (back.get()) {
                case IN_FLIGHT -> "going-back";
                case PROVEN -> "back";
                case FAILED, UNREACHABLE, TIMED_OUT, UNKNOWN -> "back-failed";
            };
        }
        return rollout.node(Direction.FORWARD, node).map(NodeState::word).orElse("untouched");
    }

    private static String detail(Rollout rollout, String node) {
        String back = rollout.detail(Direction.BACK, node);
        return back.isEmpty() ? rollout.detail(Direction.FORWARD, node) : back;
    }

    private static void events(ArrayNode out, List<RolloutEvent> events) {
        List<Integer> shown = new ArrayList<>();
        for (int i = events.size() - 1; i >= 0 && shown.size() < EVENTS; i--) {
            if (!(events.get(i) instanceof RolloutEvent.NodeSettled settled && settled.state() == NodeState.PROVEN)) {
                shown.addFirst(i);
            }
        }
        for (int i : shown) {
            RolloutEvent event = events.get(i);
            out.addObject()
                    .put("seq", i + 1)
                    .put("at", event.at().toString())
                    .put("kind", RolloutJson.kind(event))
                    .put("by", EventWords.by(event).orElse(null))
                    .put("text", EventWords.text(event));
        }
    }
}
