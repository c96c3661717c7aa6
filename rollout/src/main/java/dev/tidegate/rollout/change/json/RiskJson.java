package dev.tidegate.rollout.change.json;

import dev.tidegate.rollout.risk.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A risk as it is stored: {@code {"score":0.12,"level":"medium","factors":[{"name","weight","words"}]}}. */
public final class RiskJson {
    private RiskJson() {}

    public static ObjectNode write(Risk risk) {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("score", risk.probability())
                .put("level", risk.level().name().toLowerCase(Locale.ROOT));
        ArrayNode factors = out.putArray("factors");
        risk.factors()
                .forEach(factor -> factors.addObject()
                        .put("name", factor.name())
                        .put("weight", factor.weight())
                        .put("words", factor.words()));
        return out;
    }

    /** What {@link #write} wrote. */
    public static Risk read(String json) {
        JsonNode risk = JsonMapper.shared().readTree(json);
        List<Risk.Factor> factors = new ArrayList<>();
        for (JsonNode factor : risk.path("factors")) {
            factors.add(new Risk.Factor(
                    factor.path("name").asString(""),
                    factor.path("weight").asDouble(0),
                    factor.path("words").asString("")));
        }
        return new Risk(
                risk.path("score").asDouble(0),
                factors,
                Risk.Level.valueOf(risk.path("level").asString("").toUpperCase(Locale.ROOT)));
    }
}
