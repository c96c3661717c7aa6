package dev.tidegate.health.evidence;

import java.util.List;

/**
 * The nodes of a watch, in an order that stays the same: values come as arrays in this order.
 *
 * @param watched touched nodes, at least one
 * @param control matched nodes that are not touched; may be empty, then only limits and the snapshot decide
 */
public record Cohort(List<String> watched, List<String> control) {
    public Cohort {
        watched = List.copyOf(watched);
        control = List.copyOf(control);
        if (watched.isEmpty()) {
            throw new IllegalArgumentException("a watch needs at least one node");
        }
    }

    public List<String> nodes(Group group) {
        return switch (group) {
            case WATCHED -> watched;
            case CONTROL -> control;
        };
    }
}
