package dev.tidegate.gateway.config.yaml;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.Policy.Correlation;
import dev.tidegate.correlator.policy.Policy.Limits;
import dev.tidegate.correlator.policy.Policy.Rule;
import dev.tidegate.correlator.policy.Policy.Timing;
import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.model.NodeIdentity;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matchers;
import dev.tidegate.model.topology.Edge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The policy out of up to two files. */
public final class PolicyFiles {
    private static final List<String> KNOWN = List.of(
            "site_label", "node_labels", "topology_labels", "rules", "timing", "correlation", "limits", "topology");
    private static final List<String> TIMINGS = List.of(
            "resolve_timeout",
            "resolved_retention",
            "incident_quiet",
            "incident_reopen",
            "flap_window",
            "text_refresh");
    private static final List<String> WEIGHTS =
            List.of("strength", "max_hops", "flap_enter", "flap_leave", "storm_alerts_per_minute");
    private static final int MAX_HOPS = 8;
    private static final int MANY = 1_000_000;
    private static final int FEWEST_ALERTS = 100;
    private static final int MOST_ALERTS = 100_000_000;

    private PolicyFiles() {}

    /**
     * @param base what holds where the files say nothing
     * @param config our own file
     * @param topology a file of edges, beside those of {@code config}
     * @throws dev.tidegate.correlator.yaml.ConfigurationException with file, line and reason
     */
    public static Policy read(Policy base, Optional<Path> config, Optional<Path> topology) {
        Policy policy = config.map(file -> withOurs(base, Yaml.read(file))).orElse(base);
        if (topology.isEmpty()) {
            return policy;
        }
        List<Edge> edges = new ArrayList<>(policy.edges());
        edges.addAll(TopologyYaml.edges(Yaml.read(topology.get())));
        return policy.withEdges(edges);
    }

    private static Policy withOurs(Policy base, Yaml file) {
        Map<String, Yaml> entries = file.entries(KNOWN);
        @Nullable Yaml nodes = entries.get("node_labels");
        @Nullable Yaml site = entries.get("site_label");
        @Nullable Yaml labels = entries.get("topology_labels");
        @Nullable Yaml rules = entries.get("rules");
        @Nullable Yaml timing = entries.get("timing");
        @Nullable Yaml correlation = entries.get("correlation");
        @Nullable Yaml limits = entries.get("limits");
        @Nullable Yaml edges = entries.get("topology");
        return new Policy(
                nodes == null ? base.node() : node(nodes),
                site == null ? base.siteLabel() : site.text(),
                base.inhibitions(),
                rules == null
                        ? base.rules()
                        : rules.list().stream().map(PolicyFiles::rule).toList(),
                labels == null ? base.topologyLabels() : labels.texts(),
                edges == null ? base.edges() : TopologyYaml.edges(edges),
                timing == null ? base.timing() : timing(base.timing(), timing.entries(TIMINGS)),
                correlation == null ? base.correlation() : correlation(base.correlation(), correlation),
                limits == null ? base.limits() : limits(base.limits(), limits.entries(List.of("alerts", "sites"))));
    }

    private static NodeIdentity node(Yaml yaml) {
        if (yaml.texts().isEmpty()) {
            throw yaml.problem("at least one label must name the node");
        }
        return new NodeIdentity(yaml.texts());
    }

    private static Rule rule(Yaml yaml) {
        Map<String, Yaml> entries = yaml.entries(List.of("name", "matchers", "group_by", "window"));
        @Nullable Yaml matchers = entries.get("matchers");
        return new Rule(
                TopologyYaml.required(yaml, "name", entries).text(),
                matchers == null ? Matchers.ANY : matchers(matchers),
                TopologyYaml.required(yaml, "group_by", entries).texts(),
                TopologyYaml.required(yaml, "window", entries).duration());
    }

    private static Timing timing(Timing base, Map<String, Yaml> entries) {
        return new Timing(
                or(entries.get("resolve_timeout"), base.resolveTimeout()),
                or(entries.get("resolved_retention"), base.resolvedRetention()),
                or(entries.get("incident_quiet"), base.incidentQuiet()),
                or(entries.get("incident_reopen"), base.incidentReopen()),
                or(entries.get("flap_window"), base.flapWindow()),
                or(entries.get("text_refresh"), base.textRefresh()));
    }

    private static Correlation correlation(Correlation base, Yaml yaml) {
        Map<String, Yaml> entries = yaml.entries(WEIGHTS);
        @Nullable Yaml strength = entries.get("strength");
        int enter = or(entries.get("flap_enter"), base.flapEnter(), MANY);
        int leave = or(entries.get("flap_leave"), base.flapLeave(), MANY);
        if (leave >= enter) {
            throw yaml.problem("flap_leave (" + leave + ") must be below flap_enter (" + enter + ")");
        }
        return new Correlation(
                strength == null ? base.strength() : strength.number(0, 1),
                or(entries.get("max_hops"), base.maxHops(), MAX_HOPS),
                enter,
                leave,
                or(entries.get("storm_alerts_per_minute"), base.stormAlertsPerMinute(), MANY));
    }

    private static Limits limits(Limits base, Map<String, Yaml> entries) {
        @Nullable Yaml alerts = entries.get("alerts");
        @Nullable Yaml sites = entries.get("sites");
        return new Limits(
                alerts == null ? base.alerts() : alerts.integer(FEWEST_ALERTS, MOST_ALERTS),
                sites == null ? base.sites() : sites.integer(1, MANY));
    }

    private static Duration or(@Nullable Yaml given, Duration otherwise) {
        return given == null ? otherwise : given.duration();
    }

    private static int or(@Nullable Yaml given, int otherwise, int most) {
        return given == null ? otherwise : given.integer(0, most);
    }

    /** One text or a list of texts, each in Alertmanager's notation. */
    private static Matchers matchers(Yaml yaml) {
        List<Matcher> all = new ArrayList<>();
        for (String text : yaml.texts()) {
            try {
                all.addAll(Matchers.parse(text).all());
            } catch (IllegalArgumentException e) {
                throw yaml.problem(String.valueOf(e.getMessage()));
            }
        }
        return new Matchers(all);
    }
}
