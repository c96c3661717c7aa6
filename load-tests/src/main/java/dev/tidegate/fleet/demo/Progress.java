package dev.tidegate.fleet.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Says what is new about a rollout, in plain words. */
final class Progress {
    private String phase = "";
    private String health = "";
    private String kept = "";
    private String nodes = "";

    /** What has changed since the last time; nothing when all is as it was. */
    List<String> news(JsonNode rollout) {
        List<String> news = new ArrayList<>();
        int wave = rollout.path("wave").asInt(0);
        String nowPhase = rollout.path("phase").asString("") + " " + wave;
        if (!nowPhase.equals(phase)) {
            phase = nowPhase;
            news.add(phase(rollout.path("phase").asString(""), rollout, wave));
        }
        String count = nodes(rollout);
        if (!count.equals(nodes)) {
            nodes = count;
            if (!count.isEmpty()) {
                news.add("  " + count);
            }
        }
        JsonNode signal = rollout.path("health");
        String nowHealth = signal.path("signal").asString("")
                + wave; // the reason moves with every value, the signal when it matters
        if (!nowHealth.equals(health)) {
            health = nowHealth;
            news.add("  health of wave " + wave + ": " + signal.path("signal").asString("none")
                    + reason(signal.path("reason").asString("")));
        }
        String nowKept =
                rollout.path("held").asString("") + rollout.path("blocked").asString("");
        if (!nowKept.equals(kept)) {
            kept = nowKept;
            if (!nowKept.isEmpty()) {
                news.add("  waits: " + nowKept);
            }
        }
        return news;
    }

    /** Nodes of all waves by what is known of them: {@code 20 proven, 1 back}. */
    static Map<String, Integer> counts(JsonNode rollout) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode wave : rollout.path("waves")) {
            for (JsonNode node : wave.path("nodes")) {
                counts.merge(node.path("state").asString("?"), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static String nodes(JsonNode rollout) {
        Map<String, Integer> counts = counts(rollout);
        StringBuilder text = new StringBuilder();
        counts.forEach((state, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(state));
        return text.isEmpty() ? "" : "nodes: " + text;
    }

    private static String phase(String phase, JsonNode rollout, int wave) {
        int size = rollout.path("waves").path(wave - 1).path("nodes").size();
        String which = "wave " + wave + " (" + size + (size == 1 ? " node)" : " nodes)");
        return switch (phase) {
            case "waiting" -> which + " waits for its gates";
            case "applying" -> which + " begins";
            case "soaking" -> which + " is applied and soaks, watched";
            case "pulling-back" -> "PULLING BACK, newest wave first";
            case "done" -> "done: every wave is healthy";
            case "pulled-back" -> "pulled back: every touched node has its former revision";
            case "aborted" -> "aborted";
            default -> which + ": " + phase;
        };
    }

    private static String reason(String reason) {
        return reason.isEmpty() ? "" : ", " + reason;
    }
}
