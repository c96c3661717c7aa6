package dev.tidegate.correlator.policy;

import dev.tidegate.model.NodeIdentity;
import dev.tidegate.model.matcher.Matchers;
import dev.tidegate.model.topology.Edge;
import java.time.Duration;
import java.util.List;

/**
 * Everything a shard decides by. It reaches the shard through the log and is kept beside its rows, so that a replay
 * decides by the policy that was in force.
 *
 * @param node which labels name the node
 * @param siteLabel the label that names the site; information only, records arrive already sorted by scope
 * @param inhibitions Alertmanager's inhibition rules
 * @param rules declared correlation rules, in order
 * @param topologyLabels labels that name what an alert's node depends on, for example {@code rack}: each gives an edge
 * @param edges declared topology
 * @param timing durations, all of them
 * @param correlation weights and thresholds
 * @param limits how much a shard holds
 */
public record Policy(
        NodeIdentity node,
        String siteLabel,
        List<Inhibition> inhibitions,
        List<Rule> rules,
        List<String> topologyLabels,
        List<Edge> edges,
        Timing timing,
        Correlation correlation,
        Limits limits) {

    public static final Policy DEFAULT = new Policy(
            NodeIdentity.DEFAULT,
            "cluster",
            List.of(),
            Rule.DEFAULTS,
            List.of("hypervisor", "rack", "switch", "power_feed"),
            List.of(),
            Timing.DEFAULT,
            Correlation.DEFAULT,
            Limits.DEFAULT);

    public Policy {
        inhibitions = List.copyOf(inhibitions);
        rules = List.copyOf(rules);
        topologyLabels = List.copyOf(topologyLabels);
        edges = List.copyOf(edges);
    }

    /** This policy with other inhibition rules. */
    public Policy withInhibitions(List<Inhibition> other) {
        return new Policy(node, siteLabel, other, rules, topologyLabels, edges, timing, correlation, limits);
    }

    /** This policy with another declared topology. */
    public Policy withEdges(List<Edge> other) {
        return new Policy(node, siteLabel, inhibitions, rules, topologyLabels, other, timing, correlation, limits);
    }

    /** This policy with other durations. */
    public Policy withTiming(Timing other) {
        return new Policy(node, siteLabel, inhibitions, rules, topologyLabels, edges, other, correlation, limits);
    }

    /** This policy with other weights. */
    public Policy withCorrelation(Correlation other) {
        return new Policy(node, siteLabel, inhibitions, rules, topologyLabels, edges, timing, other, limits);
    }

    /** This policy with other limits. */
    public Policy withLimits(Limits other) {
        return new Policy(node, siteLabel, inhibitions, rules, topologyLabels, edges, timing, correlation, other);
    }

    /**
     * An alert that matches {@code target} is suppressed while one that matches {@code source} fires with the same values
     * of the {@code equal} labels. As in Alertmanager, absent labels are equal to each other, and an alert that matches
     * both sides never inhibits itself.
     */
    public record Inhibition(Matchers source, Matchers target, List<String> equal) {
        public Inhibition {
            equal = List.copyOf(equal);
        }
    }

    /**
     * Alerts that match and agree in the {@code groupBy} labels belong to one incident while no more than {@code window}
     * passes between them.
     *
     * @param groupBy label names; {@code @family} stands for the alert name without its rung on the severity ladder
     *     (NovaServicesDownMajor → NovaService), {@code @node} for the node
     */
    public record Rule(String name, Matchers matchers, List<String> groupBy, Duration window) {
        /** What ships: StackLight's ladders are one incident per service family and site. */
        public static final List<Rule> DEFAULTS =
                List.of(new Rule("ladder", Matchers.ANY, List.of("@family"), Duration.ofMinutes(15)));

        public Rule {
            groupBy = List.copyOf(groupBy);
        }
    }

    /**
     * @param resolveTimeout how long an alert without endsAt fires after it was last said; Alertmanager's default
     * @param resolvedRetention how long a resolved alert is still shown
     * @param incidentQuiet how long all members must be resolved before the incident is
     * @param incidentReopen how long a resolved incident waits for a member to come back before it closes
     * @param flapWindow the window in which state changes are counted
     * @param textRefresh how often changed annotations of a firing alert are written at most
     */
    public record Timing(
            Duration resolveTimeout,
            Duration resolvedRetention,
            Duration incidentQuiet,
            Duration incidentReopen,
            Duration flapWindow,
            Duration textRefresh) {
        public static final Timing DEFAULT = new Timing(
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Duration.ofMinutes(1),
                Duration.ofMinutes(30),
                Duration.ofMinutes(30),
                Duration.ofMinutes(1));
    }

    /**
     * @param strength 0 keeps alerts apart, 1 puts as much together as the evidence allows
     * @param maxHops how far up the topology two alerts may meet
     * @param flapEnter state changes within the flap window that make an alert flapping
     * @param flapLeave state changes within the flap window at which it stops being so
     * @param stormAlertsPerMinute first-time alerts a minute in one scope from which storm mode coalesces
     */
    public record Correlation(double strength, int maxHops, int flapEnter, int flapLeave, int stormAlertsPerMinute) {
        public static final Correlation DEFAULT = new Correlation(0.5, 2, 6, 2, 600);
    }

    /**
     * What a shard holds at most. Beyond it an alert that the shard does not know is left out, and taken when it is said
     * again and there is room.
     *
     * @param alerts that are in memory, resolved ones that are still shown too
     * @param sites that alerts ever came from
     */
    public record Limits(int alerts, int sites) {
        /** About what the heap of the launcher carries; a gateway reckons with the heap it has. */
        public static final Limits DEFAULT = new Limits(170_000, 5_000);
    }
}
