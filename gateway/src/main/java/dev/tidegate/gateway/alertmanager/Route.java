package dev.tidegate.gateway.alertmanager;

import dev.tidegate.model.Labels;
import dev.tidegate.model.matcher.Matchers;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the routing tree, with what it inherits from its parent filled in.
 *
 * @param groupBy label names; a single {@code ...} stands for all labels
 * @param goesOn whether siblings after this one are tried too ({@code continue})
 */
public record Route(String receiver, List<String> groupBy, Matchers matchers, boolean goesOn, List<Route> routes) {
    public static final String ALL_LABELS = "...";

    public Route {
        groupBy = List.copyOf(groupBy);
        routes = List.copyOf(routes);
    }

    public static Route root(String receiver, List<String> groupBy) {
        return new Route(receiver, groupBy, Matchers.ANY, false, List.of());
    }

    /** The deepest routes that take an alert, in order; empty when not even this one does. */
    public List<Route> taking(Labels labels) {
        if (!matchers.matches(labels)) {
            return List.of();
        }
        List<Route> out = new ArrayList<>();
        for (Route child : routes) {
            List<Route> below = child.taking(labels);
            out.addAll(below);
            if (!below.isEmpty() && !child.goesOn()) {
                break;
            }
        }
        return out.isEmpty() ? List.of(this) : out;
    }

    /** Which group of this route an alert belongs to. */
    public Labels groupOf(Labels labels) {
        return groupBy.contains(ALL_LABELS) ? labels : labels.only(groupBy);
    }
}
