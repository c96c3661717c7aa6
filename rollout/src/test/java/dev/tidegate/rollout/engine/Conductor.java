package dev.tidegate.rollout.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Runs a rollout over a simulated world, and loses everything but the written facts at any step: before an intention is sent,
 * after it was sent, before what the target said was written.
 */
final class Conductor {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final int STEPS = 5_000;
    static final String OLD = "b".repeat(40);

    private final Terms terms;
    private final Nodes nodes;
    private final Random random;
    private final double crash;
    private final int unhealthyWave;
    private final List<RolloutEvent> log = new ArrayList<>();
    private final Set<String> firstHand = new HashSet<>();
    private Rollout rollout;
    private Instant now = Instant.parse("2026-11-24T21:00:00Z");
    private int crashes;

    /**
     * @param crash probability of a crash after each fact and after each thing sent
     * @param unhealthyWave whose health turns bad while it soaks; 0 for none
     */
    Conductor(Terms terms, Nodes nodes, long seed, double crash, int unhealthyWave) {
        this.terms = terms;
        this.nodes = nodes;
        this.random = new Random(seed);
        this.crash = crash;
        this.unhealthyWave = unhealthyWave;
        this.rollout = new Rollout(terms);
    }

    Rollout rollout() {
        return rollout;
    }

    List<RolloutEvent> log() {
        return log;
    }

    int crashes() {
        return crashes;
    }

    /** Until nothing more will happen. */
    Conductor run() {
        for (int step = 0; step < STEPS && !rollout.settled() && !stuck(); step++) {
            now = now.plus(STEP);
            watch();
            write(rollout.tick(now));
            for (Want want : rollout.wants()) {
                fulfil(want);
            }
        }
        return this;
    }

    /** Until nothing more will happen; then a person wants everything back, and it goes on until nothing will again. */
    Conductor runAndRegret() {
        run();
        tell(new RolloutCommand.PullBack("sue", "the customer says no"));
        return run();
    }

    RolloutReply tell(RolloutCommand command) {
        var outcome = rollout.decide(command, now);
        write(outcome.events());
        return outcome.reply();
    }

    private boolean stuck() {
        return rollout.held().isPresent() && rollout.wants().stream().noneMatch(Conductor::isSending);
    }

    private static boolean isSending(Want want) {
        return want instanceof Want.Send || want instanceof Want.Follow;
    }

    private void watch() {
        tell(new RolloutCommand.Gate(Optional.empty()));
        tell(new RolloutCommand.Presence("mona", true));
        tell(new RolloutCommand.Acknowledge("mona"));
        boolean bad = rollout.wave() == unhealthyWave && rollout.phase() == Phase.SOAKING;
        tell(new RolloutCommand.Health(
                rollout.wave(),
                Direction.FORWARD,
                bad ? RolloutCommand.Health.Signal.UNHEALTHY : RolloutCommand.Health.Signal.HEALTHY,
                "as told"));
    }

    private void fulfil(Want want) {
        switch (want) {
            case Want.Send send -> send(send.dispatch());
            case Want.Look unused -> {}
            case Want.LookAround unused -> tell(new RolloutCommand.Neighbours(List.of(), Optional.empty()));
            case Want.Unwatch over -> tell(new RolloutCommand.WatchClosed(over.wave()));
            case Want.Find find -> send(find.dispatch());
            case Want.Follow follow -> follow(follow.dispatch());
            case Want.Prepare unused ->
                tell(new RolloutCommand.WayBack(List.of(new Former(OLD, terms.nodes())), List.of(), List.of()));
            case Want.Publish publish -> tell(new RolloutCommand.Published(publish.direction(), publish.snapshots()));
            case Want.Watch watch ->
                tell(new RolloutCommand.WatchOpened(watch.wave(), watch.direction(), Optional.empty()));
            case Want.WriteDown record -> tell(new RolloutCommand.Recorded(record.wave(), record.direction(), "note"));
        }
    }

    private void send(Dispatch dispatch) {
        if (!firstHand.remove(dispatch.id())) {
            if (nodes.knows(dispatch)) {
                tell(new RolloutCommand.Accepted(dispatch.id(), "job-" + dispatch.id()));
                return;
            }
            tell(new RolloutCommand.NeverArrived(dispatch.id()));
            if (!rollout.maySend(dispatch.id())) {
                return;
            }
        }
        nodes.send(dispatch);
        if (!mayCrash()) {
            tell(new RolloutCommand.Accepted(dispatch.id(), "job-" + dispatch.id()));
        }
    }

    private void follow(Dispatch dispatch) {
        for (String node : dispatch.nodes()) {
            if (nodes.answers(dispatch.id(), node, random.nextInt(3) == 0)) {
                tell(new RolloutCommand.Settled(dispatch.id(), node, NodeState.PROVEN, "read back"));
            }
        }
    }

    private void write(List<RolloutEvent> events) {
        for (RolloutEvent event : events) {
            log.add(event);
            rollout.apply(event);
            if (event instanceof RolloutEvent.Intended intended) {
                firstHand.add(intended.dispatch().id());
            }
        }
        if (!events.isEmpty()) {
            mayCrash();
        }
    }

    private boolean mayCrash() {
        if (random.nextDouble() >= crash) {
            return false;
        }
        crashes++;
        firstHand.clear();
        rollout = new Rollout(terms);
        log.forEach(rollout::apply);
        return true;
    }
}
