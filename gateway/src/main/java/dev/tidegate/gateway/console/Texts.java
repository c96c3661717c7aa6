package dev.tidegate.gateway.console;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Texts of a JSON list. */
final class Texts {
    private Texts() {}

    static List<String> of(JsonNode list) {
        List<String> out = new ArrayList<>();
        list.forEach(item -> out.add(item.asString("")));
        return out;
    }
}
