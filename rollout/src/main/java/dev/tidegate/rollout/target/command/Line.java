package dev.tidegate.rollout.target.command;

import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.TargetException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line with what it stands for. Nothing of it passes a shell here, and no value may look like an option, since a
 * node by the name of {@code -oProxyCommand=…} would make ssh run what it likes.
 */
final class Line {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");
    private static final Set<String> KNOWN = Set.of("node", "revision", "repository", "states", "order", "rollout");
    private static final Pattern HARMLESS = Pattern.compile("(?:[A-Za-z0-9_][A-Za-z0-9_.,:/@+-]*)?");

    private Line() {}

    /** Throws IllegalArgumentException for a placeholder that nobody fills. */
    static void check(List<String> line, boolean test) {
        for (String word : line) {
            Matcher placeholder = PLACEHOLDER.matcher(word);
            while (placeholder.find()) {
                String name = placeholder.group(1);
                if (!KNOWN.contains(name) && !(test && name.equals("command"))) {
                    throw new IllegalArgumentException(
                            "\"" + word + "\" has {" + name + "}, which stands for nothing here");
                }
            }
        }
    }

    static List<String> of(List<String> line, Order order, String node) {
        return of(line, order, node, "");
    }

    /** @param command of a test, which is meant to be a command; everything else has to be harmless */
    static List<String> of(List<String> line, Order order, String node, String command) {
        Map<String, String> values = Map.of(
                "node", node,
                "revision", order.revision(),
                "repository", order.repository(),
                "states", String.join(",", order.states()),
                "order", order.id(),
                "rollout", order.rollout());
        values.forEach((name, value) -> {
            if (!HARMLESS.matcher(value).matches()) {
                throw new TargetException("the " + name + " \"" + value + "\" must not stand in a command line");
            }
        });
        return line.stream()
                .map(word -> PLACEHOLDER
                        .matcher(word)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(1).equals("command") ? command : values.getOrDefault(found.group(1), ""))))
                .toList();
    }
}
