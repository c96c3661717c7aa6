package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Reach;
import dev.tidegate.rollout.fleet.Fleets;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.gate.Facts;
import dev.tidegate.rollout.plan.Plan;
import dev.tidegate.rollout.plan.PlanRefusedException;
import dev.tidegate.rollout.plan.Planner;
import dev.tidegate.rollout.review.Diff;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Looks at everything around a change at once. */
final class Looks {
    private static final int OVERLAPS = 20;

    private final ChangePorts ports;
    private final Reviewing reviewing;
    private final WaysBack waysBack;

    Looks(ChangePorts ports, ChangeSettings settings, InstantSource clock) {
        this.ports = ports;
        this.reviewing = new Reviewing(ports.review(), settings, clock);
        this.waysBack = new WaysBack(ports, settings, clock);
    }

    /** What a change's revision changes in its repository. */
    Mono<Diff> diff(Change change) {
        return reviewing.diff(change.content().origin());
    }

    /** Machines that a selector takes, without those for staging; none when it is not understood any more. */
    Mono<List<Machine>> machines(Change change) {
        return ports.fleet()
                .select(change.tenant(), change.content().selector())
                .map(Fleets::production)
                .onErrorResume(IllegalArgumentException.class, unknown -> Mono.just(List.of()));
    }

    /** @param fresh whether others are to be asked again */
    Mono<Facts> facts(Change change, List<Machine> machines, Instant now, boolean fresh) {
        Reach reach = Risks.reach(machines, Optional.empty());
        return Mono.zip(
                        reviewing.look(change.content().origin(), fresh),
                        plan(change, machines),
                        ports.staging().newest(change.id(), change.revision()),
                        ports.windows()
                                .closed(
                                        change.tenant(),
                                        reach.sites(),
                                        change.content().start()),
                        ports.windows().frozen(change.tenant(), reach.sites(), now),
                        ports.book().overlapping(change.id(), reach.nodes(), now, OVERLAPS),
                        waysBack.find(change, machines, fresh))
                .map(seen -> new Facts(
                        seen.getT1().review(),
                        seen.getT1().problem(),
                        seen.getT2().plan(),
                        seen.getT2().refused(),
                        seen.getT3(),
                        seen.getT4(),
                        seen.getT5(),
                        seen.getT6(),
                        seen.getT7()));
    }

    /** @param refused why there is none; empty when there is */
    record Planned(Optional<Plan> plan, String refused) {}

    /** A plan for many nodes takes a while, and does not keep others waiting. */
    Mono<Planned> plan(Change change, List<Machine> machines) {
        return Mono.fromSupplier(() -> planned(change, machines)).subscribeOn(Schedulers.parallel());
    }

    /** Publishing knows no waves; whoever approves should know. */
    private static Plan remarked(Plan plan, Change change) {
        if (change.content().packages().isEmpty()) {
            return plan;
        }
        List<String> notes = new ArrayList<>(plan.notes());
        notes.add("packages are published before wave 1, for every machine that reads "
                + change.content().packages().stream()
                        .map(one -> one.prefix() + "/" + one.distribution())
                        .distinct()
                        .collect(Collectors.joining(", "))
                + ": waves hold back only machines that do not upgrade by themselves");
        return new Plan(plan.spec(), plan.seed(), plan.waves(), notes);
    }

    private static Planned planned(Change change, List<Machine> machines) {
        try {
            Planner planner = new Planner(
                    machines.stream().map(Machine::node).toList(),
                    change.content().seed());
            return new Planned(
                    Optional.of(remarked(planner.plan(change.content().plan()), change)), "");
        } catch (PlanRefusedException refused) {
            return new Planned(Optional.empty(), String.valueOf(refused.getMessage()));
        }
    }
}
