package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Approvals;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeStore;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Runs;
import dev.tidegate.rollout.change.Standing;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.engine.json.RolloutJson;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.fleet.Fleets;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.gate.Clearance;
import dev.tidegate.rollout.plan.PlanRefusedException;
import dev.tidegate.rollout.plan.Planner;
import dev.tidegate.rollout.plan.Wave;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Begins rollouts: everything that must hold is looked at once more, at the last moment, and told at once. */
public final class Beginning {
    private final Rollouts rollouts;
    private final ChangeStore changes;
    private final Runs runs;
    private final Clearance clearance;
    private final Fleet fleet;
    private final InstantSource clock;

    public Beginning(
            Rollouts rollouts, ChangeStore changes, Runs runs, Clearance clearance, Fleet fleet, InstantSource clock) {
        this.rollouts = rollouts;
        this.changes = changes;
        this.runs = runs;
        this.clearance = clearance;
        this.fleet = fleet;
        this.clock = clock;
    }

    /** A rollout does not begin, and why. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Begins one.
     *
     * @param id of the new rollout
     * @return empty when the person may see no such change; fails with {@link RefusedException}
     */
    public Mono<Brief> begin(String id, Person executor, Begin begin) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return changes.find(begin.change(), executor.tenant())
                .flatMap(change -> checked(change, begin, now)
                        .then(fleet.select(change.tenant(), change.content().selector()))
                        .map(Fleets::production)
                        .map(machines -> brief(id, executor, change, begin, machines, now))
                        .flatMap(brief -> begun(brief, now)));
    }

    private Mono<Boolean> checked(Change change, Begin begin, Instant now) {
        if (!change.content().hash().equals(begin.hash())) {
            return refused("revision " + change.revision() + " of the change has another hash; read it again");
        }
        if (!(Approvals.standing(change, now) instanceof Standing.Approved)) {
            return refused(
                    "it is not approved: " + Approvals.standing(change, now).words());
        }
        return clearance
                .obstacles(change, now)
                .flatMap(against -> against.isEmpty() ? Mono.just(true) : refused(String.join("; ", against)));
    }

    private static <T> Mono<T> refused(String reason) {
        return Mono.error(() -> new RefusedException(reason));
    }

    private static Brief brief(
            String id, Person executor, Change change, Begin begin, List<Machine> machines, Instant now) {
        List<Wave> waves;
        try {
            waves = new Planner(
                            machines.stream().map(Machine::node).toList(),
                            change.content().seed())
                    .plan(change.content().plan())
                    .waves();
        } catch (PlanRefusedException refused) {
            throw new RefusedException("it cannot be planned: " + refused.getMessage());
        }
        Map<String, Spot> spots = new HashMap<>();
        machines.forEach(machine -> spots.put(
                machine.name(),
                new Spot(
                        machine.target(),
                        machine.site(),
                        machine.node().role(),
                        machine.node().hardware(),
                        machine.node().quorum())));
        Terms terms = new Terms(
                id,
                change.id(),
                begin.hash(),
                executor.name(),
                change.content().origin().revision(),
                change.content().packages(),
                waves,
                spots,
                begin.soak(),
                begin.nodeTimeout(),
                begin.tolerated(),
                begin.acknowledgeWithin(),
                change.content().irreversible().isEmpty());
        return new Brief(
                terms,
                change.tenant(),
                change.content().title(),
                change.revision(),
                change.content().origin(),
                change.content().states(),
                change.content().policy(),
                change.content().start(),
                now);
    }

    private Mono<Brief> begun(Brief brief, Instant now) {
        AuditEntry entry = new AuditEntry(
                now, brief.terms().executor(), brief.tenant(), "rollout.begun", brief.id(), RolloutJson.brief(brief));
        return runs.began(brief.terms().change(), brief.terms().hash(), brief.id(), now)
                .flatMap(free -> free
                        ? rollouts.begin(brief, entry)
                        : refused("the change was edited, or has been rolled out already; a new revision is needed"))
                .flatMap(begun -> begun ? Mono.just(brief) : refused("another rollout of this change is under way"));
    }
}
