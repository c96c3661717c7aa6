package dev.tidegate.rollout.change.json;

import dev.tidegate.rollout.json.Fields;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.WaveSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Plans: {@code {"steps":["1","10%","rest"]}}, {@code {"batches":50}} or {@code {"explicit":[["a"],["b","c"]]}}. */
final class PlanJson {
    private static final int MAX_WAVES = 1_000;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_NAME = 253;

    private PlanJson() {}

    static PlanSpec read(Fields content) {
        if (!content.has("plan")) {
            return PlanSpec.DEFAULT;
        }
        Fields plan = content.object("plan");
        boolean steps = plan.has("steps");
        boolean batches = plan.has("batches");
        boolean explicit = plan.has("explicit");
        plan.done();
        if ((steps ? 1 : 0) + (batches ? 1 : 0) + (explicit ? 1 : 0) != 1) {
            content.fault(content.at("plan"), "must have one of steps, batches or explicit");
            return PlanSpec.DEFAULT;
        }
        if (batches) {
            return new PlanSpec.Batches((int) plan.number("batches", 1, MAX_NODES));
        }
        return explicit ? explicit(plan) : steps(plan);
    }

    private static PlanSpec steps(Fields plan) {
        List<WaveSize> sizes = new ArrayList<>();
        for (String text : plan.texts("steps", MAX_WAVES, 20)) {
            String at = plan.at("steps") + "/" + sizes.size();
            try {
                sizes.add(size(text));
            } catch (NumberFormatException e) {
                plan.fault(at, "\"" + text + "\" is not a number of nodes, a share such as 10%, or rest");
                sizes.add(new WaveSize.Rest());
            } catch (IllegalArgumentException e) {
                plan.fault(at, String.valueOf(e.getMessage()));
                sizes.add(new WaveSize.Rest());
            }
        }
        return new PlanSpec.Steps(sizes);
    }

    private static WaveSize size(String text) {
        if (text.equals("rest")) {
            return new WaveSize.Rest();
        }
        if (text.endsWith("%")) {
            BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
            return new WaveSize.Share(percent.movePointLeft(2).doubleValue());
        }
        return new WaveSize.Count(Integer.parseInt(text));
    }

    private static PlanSpec explicit(Fields plan) {
        JsonNode waves = plan.raw("explicit");
        String at = plan.at("explicit");
        List<List<String>> read = new ArrayList<>();
        if (!waves.isArray() || waves.size() > MAX_WAVES) {
            plan.fault(at, "must be a list of at most " + MAX_WAVES + " lists of nodes");
            return PlanSpec.DEFAULT;
        }
        for (JsonNode wave : waves) {
            read.add(plan.texts(wave, at + "/" + read.size(), MAX_NODES, MAX_NAME));
        }
        return new PlanSpec.Explicit(read);
    }

    static ObjectNode write(PlanSpec plan) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        switch (plan) {
            case PlanSpec.Steps steps -> {
                ArrayNode list = out.putArray("steps");
                steps.sizes().forEach(size -> list.add(word(size)));
            }
            case PlanSpec.Batches batches -> out.put("batches", batches.nodes());
            case PlanSpec.Explicit explicit -> {
                ArrayNode list = out.putArray("explicit");
                explicit.waves().forEach(wave -> {
                    ArrayNode names = list.addArray();
                    wave.forEach(names::add);
                });
            }
        }
        return out;
    }

    private static String word(WaveSize size) {
        return switch (size) {
            case WaveSize.Count count -> Integer.toString(count.nodes());
            case WaveSize.Share share ->
                new BigDecimal(Double.toString(share.share()))
                                .movePointRight(2)
                                .stripTrailingZeros()
                                .toPlainString()
                        + "%";
            case WaveSize.Rest rest -> "rest";
        };
    }
}
