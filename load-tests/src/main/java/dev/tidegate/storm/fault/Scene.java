package dev.tidegate.storm.fault;

import dev.tidegate.model.Labels;
import dev.tidegate.storm.fleet.Fleet;
import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Rack;
import dev.tidegate.storm.fleet.Role;
import dev.tidegate.storm.rule.Job;
import dev.tidegate.storm.rule.Ladder;
import dev.tidegate.storm.rule.Ladders;
import dev.tidegate.storm.rule.Rule;
import dev.tidegate.storm.rule.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where one fault writes down what it makes true, in the words of a site: this rule on that node, this service down
 * there, that machine gone. Labels are put together here, as the site's Prometheus would; whole-service alerts follow
 * from how much of a service the fault takes down.
 *
 * <p>StackLight's {@code by (cluster)} rules would overwrite {@code cluster} with the host name's prefix; here it is
 * always the site, as an external label is meant to be.
 */
public final class Scene {
    private final Fleet fleet;
    private final Rules rules;
    private final SplittableRandom random;
    private final List<Symptom> symptoms = new ArrayList<>();
    private final Map<Ladder, List<Span>> downs = new LinkedHashMap<>();

    /** An empty scene; {@code random} settles the small delays. */
    public Scene(Fleet fleet, Rules rules, SplittableRandom random) {
        this.fleet = fleet;
        this.rules = rules;
        this.random = random;
    }

    /** Everything that was told, with the whole-service alerts that follow from it. */
    public List<Symptom> symptoms() {
        List<Symptom> all = new ArrayList<>(symptoms);
        downs.forEach((ladder, spans) -> {
            int nodes = fleet.of(ladder.role()).size();
            for (Ladder.Step step : ladder.steps()) {
                Rule rule = rules.named(step.rule());
                Labels.Builder labels = common(rule);
                if (!ladder.key().isEmpty() && rule.keeps(ladder.key())) {
                    labels.add(ladder.key(), ladder.value());
                }
                Labels whole = labels.build();
                for (Span span : Climb.reached(spans, Climb.needed(step.share(), nodes))) {
                    all.add(new Symptom(rule, whole, span));
                }
            }
        });
        return all;
    }

    Fleet fleet() {
        return fleet;
    }

    /** A random number of milliseconds between the two numbers of seconds. */
    long seconds(int least, int most) {
        return random.nextLong(least * 1000L, most * 1000L + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A rule's condition on a node; {@code more} are further labels, name and value in turn. */
    void on(Node node, Job job, String ruleName, Span span, String... more) {
        Rule rule = rules.named(ruleName);
        Labels.Builder labels = common(rule);
        labels.add("host", node.name());
        labels.add("instance", node.instance(job.port()));
        labels.add("job", job.name());
        labels.add("rack", node.rack().name());
        @Nullable String hypervisor = node.hypervisor();
        if (hypervisor != null) {
            labels.add("hypervisor", hypervisor);
        }
        if (node.role() == Role.SWITCH) {
            labels.add("switch", node.name());
        }
        add(rule, labels, span, more);
    }

    /** A rule's condition that its agent on the node sees. */
    void on(Node node, String ruleName, Span span, String... more) {
        on(node, Job.TELEGRAF, ruleName, span, more);
    }

    /** A rule's condition on a rack's power distribution unit. */
    void onPdu(Rack rack, String ruleName, Span span) {
        Rule rule = rules.named(ruleName);
        Labels.Builder labels = common(rule);
        labels.add("host", rack.pdu());
        labels.add("instance", rack.pdu() + ":" + Job.SNMP.port());
        labels.add("job", Job.SNMP.name());
        labels.add("rack", rack.name());
        labels.add("power_feed", rack.powerFeed());
        add(rule, labels, span);
    }

    /** A rule's condition for the site as a whole. */
    void onSite(String ruleName, Span span, String... more) {
        Rule rule = rules.named(ruleName);
        add(rule, common(rule), span, more);
    }

    /** A service is down on a node. */
    void down(Ladder ladder, Node node, Span span) {
        downs.computeIfAbsent(ladder, unused -> new ArrayList<>()).add(span);
        if (ladder.rung().isEmpty()) {
            return;
        }
        if (ladder.key().isEmpty()) {
            on(node, ladder.job(), ladder.rung(), span);
        } else if (ladder.key().equals("binary")) {
            on(node, ladder.job(), ladder.rung(), span, "binary", ladder.value(), "hostname", node.name());
        } else {
            on(node, ladder.job(), ladder.rung(), span, ladder.key(), ladder.value());
        }
    }

    /** A machine has stopped: its exporters do not answer, and others miss its services and virtual machines. */
    void gone(Node node, Span span) {
        for (Job job : Job.on(node.role())) {
            on(node, job, "PrometheusTargetDown", span);
        }
        for (Ladder ladder : Ladders.of(node.role())) {
            if (ladder.remote()) {
                // agents report every minute; their service forgets them a little later
                down(ladder, node, span.later(seconds(20, 75), seconds(5, 40)));
            }
        }
        for (Node vm : fleet.vmsOn(node)) {
            gone(vm, span.later(seconds(0, 2), seconds(60, 120)));
        }
    }

    private Labels.Builder common(Rule rule) {
        Labels.Builder labels = new Labels.Builder();
        labels.add("alertname", rule.name());
        labels.add("severity", rule.severity());
        labels.add("service", rule.service());
        labels.add("cluster", fleet.site());
        return labels;
    }

    private void add(Rule rule, Labels.Builder labels, Span span, String... more) {
        for (int i = 0; i < more.length; i += 2) {
            labels.add(more[i], more[i + 1]);
        }
        symptoms.add(new Symptom(rule, labels.build(), span));
    }
}
