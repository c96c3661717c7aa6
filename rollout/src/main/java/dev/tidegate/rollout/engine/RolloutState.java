package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the events of a rollout come to. It changes in {@link #apply} only, and decides nothing. */
final class RolloutState {
    private final Orders orders = new Orders();
    private final Map<String, String> former = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private final Map<String, String> lost = new LinkedHashMap<>();
    private final Set<String> monitors = new TreeSet<>();
    private final Set<Integer> wavesBack = new HashSet<>();
    private final Set<Integer> begun = new TreeSet<>();
    private final Set<Side> watched = new HashSet<>();
    private final Set<Side> unrecorded = new LinkedHashSet<>();
    private final Set<Direction> published = new HashSet<>();
    private List<PackageSnapshot> formerPackages = List.of();
    private boolean prepared;
    private Phase phase = Phase.WAITING;
    private int wave = 1;
    private @Nullable String heldBecause;
    private @Nullable Instant phaseSince;
    private @Nullable Instant movedAt;
    private boolean yielded;
    private @Nullable Acknowledgement acknowledgement;
    private @Nullable HealthNow health;

    /** A wave in one direction. */
    record Side(int wave, Direction direction) {}

    /** What a monitor answered for, and when. */
    record Acknowledgement(Instant at, String by, int wave) {}

    /** The latest that was said. */
    record HealthNow(Signal signal, String reason) {}

    void apply(RolloutEvent event) {
        switch (event) {
            case RolloutEvent.PhaseBegun next -> enter(next);
            case RolloutEvent.Held held -> heldBecause = held.reason();
            case RolloutEvent.Resumed resumed -> {
                heldBecause = null;
                movedAt = resumed.at();
            }
            case RolloutEvent.Acknowledged said ->
                acknowledgement = new Acknowledgement(said.at(), said.by(), said.wave());
            case RolloutEvent.MonitorCame came -> monitors.add(came.by());
            case RolloutEvent.MonitorWent went -> monitors.remove(went.by());
            case RolloutEvent.WayBackProven proven -> prepared(proven);
            case RolloutEvent.Published done -> published.add(done.direction());
            case RolloutEvent.WatchOpened opened -> watched.add(new Side(opened.wave(), opened.direction()));
            case RolloutEvent.WatchClosed closed -> begun.remove(closed.wave());
            case RolloutEvent.HealthSaid said -> {
                if (said.direction() == Direction.FORWARD) {
                    health = new HealthNow(said.signal(), said.reason());
                }
            }
            case RolloutEvent.Lost gone -> lost.put(gone.who(), gone.reason());
            case RolloutEvent.Found found -> {
                lost.remove(found.who());
                if (found.who().startsWith(Rollout.TARGET)) {
                    orders.prolong(found.who().substring(Rollout.TARGET.length()), found.deadline());
                }
            }
            case RolloutEvent.TakenUp taken -> orders.prolong(taken.deadline());
            case RolloutEvent.Intended intended -> {
                orders.intended(intended.dispatch());
                yielded = false;
            }
            case RolloutEvent.Dispatched dispatched -> orders.dispatched(dispatched.dispatch(), dispatched.job());
            case RolloutEvent.Withdrawn withdrawn -> orders.withdrawn(withdrawn.dispatch());
            case RolloutEvent.NodeSettled settled -> {
                orders.settled(settled.dispatch(), settled.node(), settled.state(), settled.detail());
                movedAt = settled.at();
            }
            case RolloutEvent.Yielded unused -> yielded = true;
            case RolloutEvent.Insisted unused -> yielded = false;
            case RolloutEvent.Skipped skipped -> orders.skipped(skipped.node(), skipped.detail());
            case RolloutEvent.Relapsed relapsed -> {
                orders.relapsed(relapsed.node(), relapsed.detail());
                wavesBack.remove(relapsed.wave());
            }
            case RolloutEvent.WaveBack done -> {
                wavesBack.add(done.wave());
                unrecorded.add(new Side(done.wave(), Direction.BACK));
            }
            case RolloutEvent.Recorded recorded -> unrecorded.remove(new Side(recorded.wave(), recorded.direction()));
        }
    }

    private void enter(RolloutEvent.PhaseBegun next) {
        if (phase == Phase.SOAKING && (next.phase() == Phase.WAITING || next.phase() == Phase.DONE)) {
            unrecorded.add(new Side(wave, Direction.FORWARD));
        }
        phase = next.phase();
        wave = next.wave();
        phaseSince = next.at();
        movedAt = next.at();
        yielded = false;
        if (phase == Phase.WAITING || phase == Phase.APPLYING) {
            health = null;
        }
        if (phase == Phase.APPLYING) {
            begun.add(wave);
        }
        if (phase == Phase.PULLING_BACK) {
            heldBecause = null;
        }
    }

    private void prepared(RolloutEvent.WayBackProven proven) {
        prepared = true;
        former.clear();
        proven.former().forEach(one -> one.nodes().forEach(node -> former.put(node, one.revision())));
        silent.clear();
        silent.addAll(proven.silent());
        formerPackages = proven.packages();
    }

    Orders orders() {
        return orders;
    }

    boolean prepared() {
        return prepared;
    }

    /** What a node had before. */
    Optional<String> former(String node) {
        return Optional.ofNullable(former.get(node));
    }

    boolean silent(String node) {
        return silent.contains(node);
    }

    List<PackageSnapshot> formerPackages() {
        return formerPackages;
    }

    boolean published(Direction direction) {
        return published.contains(direction);
    }

    Phase phase() {
        return phase;
    }

    int wave() {
        return wave;
    }

    Optional<String> held() {
        return Optional.ofNullable(heldBecause);
    }

    Optional<Instant> phaseSince() {
        return Optional.ofNullable(phaseSince);
    }

    /** When it last began something, or something that it waited for came to its end. */
    Optional<Instant> movedAt() {
        return Optional.ofNullable(movedAt);
    }

    /** Whether it is written that it waits for another rollout. */
    boolean yielded() {
        return yielded;
    }

    Optional<Acknowledgement> acknowledged() {
        return Optional.ofNullable(acknowledgement);
    }

    Optional<HealthNow> health() {
        return Optional.ofNullable(health);
    }

    boolean says(Signal signal) {
        HealthNow now = health;
        return now != null && now.signal() == signal;
    }

    Set<String> monitors() {
        return Set.copyOf(monitors);
    }

    boolean watches(String person) {
        return monitors.contains(person);
    }

    boolean isBack(int ofWave) {
        return wavesBack.contains(ofWave);
    }

    boolean watched(int ofWave, Direction direction) {
        return watched.contains(new Side(ofWave, direction));
    }

    /** Waves that were begun, and whose watch was not closed since. */
    List<Integer> begun() {
        return List.copyOf(begun);
    }

    List<Side> unrecorded() {
        return List.copyOf(unrecorded);
    }

    boolean lost(String who) {
        return lost.containsKey(who);
    }

    /** Who of these does not answer and why, in a sentence; they are named by how they begin. */
    Optional<String> silence(String... who) {
        return lost.entrySet().stream()
                .filter(one -> Stream.of(who).anyMatch(one.getKey()::startsWith))
                .map(one -> one.getKey() + " does not answer, it is asked again: " + one.getValue())
                .findFirst();
    }
}
