package dev.tidegate.storm.rule;

import dev.tidegate.storm.fleet.Role;
import java.util.List;

/**
 * One service on many nodes, and the alerts that climb as more of it goes down.
 *
 * @param rung the rule that fires on each node where the service is down
 * @param role the nodes the service runs on
 * @param job the scrape job that sees it, and the port of its exporter
 * @param key name of the label that tells services of one rung apart ({@code binary}, {@code name}), or empty
 * @param value that label's value
 * @param remote whether somebody else than the node reports it, so that it also fires when the whole node is gone; a
 *     metric of the node's own agent simply vanishes
 * @param steps what fires for the service as a whole, lowest share first
 */
public record Ladder(String rung, Role role, Job job, String key, String value, boolean remote, List<Step> steps) {
    /** A whole-service rule that fires when at least {@code share} (0 to 1) of the nodes have it down. */
    public record Step(double share, String rule) {}
}
