package dev.tidegate.gateway.door;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.plan.FleetNode;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.Planner;
import dev.tidegate.rollout.plan.WaveSize;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rollouts that are written down without a change that was approved. */
public final class Briefs {
    private static final String REVISION = "a".repeat(40);

    private Briefs() {}

    /** One of a tenant, begun by somebody on some nodes: the first, then the rest. */
    public static Brief of(String id, String tenant, String executor, List<String> nodes) {
        List<FleetNode> fleet = nodes.stream()
                .map(node -> new FleetNode(node, "compute", "g10", "rack-" + node, ""))
                .toList();
        PlanSpec plan = new PlanSpec.Steps(List.of(new WaveSize.Count(1), new WaveSize.Rest()));
        Map<String, Spot> spots = nodes.stream()
                .collect(Collectors.toMap(node -> node, node -> new Spot("salt", "eu1", "compute", "g10")));
        Terms terms = new Terms(
                id,
                "change-of-" + id,
                "0".repeat(64),
                executor,
                REVISION,
                List.of(),
                new Planner(fleet, 7).plan(plan).waves(),
                spots,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                0,
                Duration.ofHours(1),
                true);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Brief(
                terms,
                tenant,
                "Raise the limit of " + tenant,
                1,
                new Origin.Git("infra", REVISION),
                List.of("nova.compute"),
                "signals: []",
                now,
                now);
    }

    /** What is written down with it. */
    public static AuditEntry begun(Brief brief) {
        return new AuditEntry(
                brief.begunAt(), brief.terms().executor(), brief.tenant(), "rollout.begun", brief.id(), "{}");
    }
}
