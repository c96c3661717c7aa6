package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutStore;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.plan.FleetNode;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.Planner;
import dev.tidegate.rollout.plan.WaveSize;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.target.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A site with nodes, gateways that may die, and people; its clock is moved by the test only. */
final class Site {
    static final Instant T0 = Instant.parse("2026-11-24T21:00:00Z");
    static final String OLD = "b".repeat(40);
    static final String NEW = "a".repeat(40);
    static final String ID = "r1";

    private static final PlanSpec PLAN = new PlanSpec.Steps(
            List.of(new WaveSize.Count(1), new WaveSize.Share(0.2), new WaveSize.Share(0.4), new WaveSize.Rest()));
    private static final Duration STEP = Duration.ofMillis(100);

    final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    final MemoryStore store = new MemoryStore(clock);
    final Outside outside = new Outside(clock);
    final Machines machines;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<String> names;
    final List<Boolean> ends = new ArrayList<>(); // whether each failed

    Site(int nodes) {
        clock.advanceTimeTo(T0);
        names = IntStream.range(0, nodes).mapToObj(i -> "n%02d".formatted(i)).toList();
        machines = new Machines(clock, names, OLD);
    }

    Rollouts gateway(String node) {
        return gateway(node, Mortal.immortal());
    }

    Rollouts gateway(String node, Mortal process) {
        RolloutPorts ports = new RolloutPorts(
                process.of(RolloutStore.class, store),
                Map.of("salt", process.of(Target.class, machines)),
                process.of(Review.class, outside),
                process.of(Packages.class, outside),
                process.of(Fleet.class, outside),
                process.of(OutsideGate.class, outside),
                process.of(WaveHealth.class, outside),
                changed -> {},
                (brief, failed) -> Mono.fromSupplier(() -> ends.add(failed)));
        Rollouts rollouts = new Rollouts(RolloutSettings.of(node), ports, clock, meters);
        rollouts.start();
        return rollouts;
    }

    Brief brief(String id, List<PackageSnapshot> packages) {
        return brief(id, names, NEW, packages, Duration.ofSeconds(30));
    }

    static Brief brief(String id, List<String> names, String revision, List<PackageSnapshot> packages, Duration soak) {
        return brief(id, names, revision, packages, soak, PLAN, Map.of());
    }

    static Brief brief(
            String id,
            List<String> names,
            String revision,
            List<PackageSnapshot> packages,
            Duration soak,
            PlanSpec plan,
            Map<String, String> quorums) {
        List<FleetNode> fleet = new ArrayList<>();
        Map<String, Spot> spots = new HashMap<>();
        names.forEach(name -> {
            String quorum = quorums.getOrDefault(name, "");
            fleet.add(new FleetNode(name, "compute", "g10", "rack-" + name.charAt(1), quorum));
            spots.put(name, new Spot("salt", "eu1", "compute", "g10", quorum));
        });
        Terms terms = new Terms(
                id,
                "chg-" + id,
                "0".repeat(64),
                "eva",
                revision,
                packages,
                new Planner(fleet, 7).plan(plan).waves(),
                spots,
                soak,
                Duration.ofSeconds(20),
                0,
                Duration.ofHours(9),
                true);
        return new Brief(
                terms,
                "acme",
                "more memory for agents",
                1,
                new Origin.Git("infra", revision),
                List.of("nova.compute"),
                "policy",
                T0,
                T0);
    }

    void begin(Rollouts at) {
        begin(at, brief(ID, List.of()));
    }

    void begin(Rollouts at, Brief brief) {
        AuditEntry entry = new AuditEntry(T0, "eva", "acme", "rollout.begun", brief.id(), "{}");
        Disposable unused = at.begin(brief, entry).subscribe();
    }

    /** A gateway that runs the rollout, which mona watches. */
    Rollouts running() {
        Rollouts gateway = gateway("a");
        begin(gateway);
        pass(Duration.ofSeconds(2));
        watch(gateway);
        return gateway;
    }

    /** Mona has the stream open at a gateway, and has seen how it stands. */
    Disposable watch(Rollouts at) {
        return watch(at, ID);
    }

    Disposable watch(Rollouts at, String id) {
        Disposable stream = at.present(id, "mona").subscribe();
        pass(Duration.ofSeconds(3));
        say(at, id, new RolloutCommand.Acknowledge("mona"));
        return stream;
    }

    void say(Rollouts at, RolloutCommand command) {
        say(at, ID, command);
    }

    void say(Rollouts at, String id, RolloutCommand command) {
        Disposable unused = at.tell(id, command).subscribe();
        pass(Duration.ofSeconds(1));
    }

    void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            clock.advanceTimeBy(STEP);
        }
    }

    /** Until it is so; fails when it is not within ten hours. */
    void passUntil(BooleanSupplier so) {
        for (int i = 0; i < 360_000 && !so.getAsBoolean(); i++) {
            clock.advanceTimeBy(STEP);
        }
        if (!so.getAsBoolean()) {
            throw new AssertionError(
                    "it never came about; the rollout says: " + rollout().blocked(now()));
        }
    }

    boolean over() {
        return over(ID);
    }

    boolean over(String id) {
        return store.row(id).over;
    }

    /** The rollout as everybody can see it: from what is written. */
    Rollout rollout() {
        return rollout(ID);
    }

    Rollout rollout(String id) {
        Rollout rollout = new Rollout(store.row(id).brief.terms());
        List.copyOf(store.row(id).events).forEach(rollout::apply);
        return rollout;
    }

    <E extends RolloutEvent> List<E> events(Class<E> kind) {
        return events(ID, kind);
    }

    <E extends RolloutEvent> List<E> events(String id, Class<E> kind) {
        return store.row(id).events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    Optional<NodeState> node(Direction direction, String node) {
        return rollout().node(direction, node);
    }

    Instant now() {
        return Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    }
}
