package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.plan.Wave;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a rollout was approved with; it does not change while it runs.
 *
 * @param id of the rollout
 * @param change its id
 * @param hash of the content that was approved
 * @param executor who started it, and is therefore not its monitor
 * @param revision full commit hash that nodes shall have
 * @param packages snapshots that are published before the first node is touched; may be empty
 * @param waves of the plan, in order
 * @param spots how each node of the waves is reached
 * @param soak how long a wave is watched after its last node at least
 * @param nodeTimeout after which a node that has not settled has timed out
 * @param tolerated share of a wave's nodes that may be bad, below 1; more pull the rollout back
 * @param acknowledgeWithin how old the monitor's acknowledgement may be when a wave begins or ends
 * @param reversible false when a step was declared that cannot be taken back: it then holds instead of pulling back, and the
 *     monitor answers for each wave anew
 */
public record Terms(
        String id,
        String change,
        String hash,
        String executor,
        String revision,
        List<PackageSnapshot> packages,
        List<Wave> waves,
        Map<String, Spot> spots,
        Duration soak,
        Duration nodeTimeout,
        double tolerated,
        Duration acknowledgeWithin,
        boolean reversible) {
    public Terms {
        packages = List.copyOf(packages);
        waves = List.copyOf(waves);
        spots = Map.copyOf(spots);
    }

    /** Batches of a wave, from 1, in the order in which they are applied. */
    List<List<String>> batches(int wave) {
        return waves.get(wave - 1).batches().stream()
                .map(batch -> batch.nodes())
                .toList();
    }

    /** The nodes of a wave, from 1. */
    public List<String> nodes(int wave) {
        return waves.get(wave - 1).nodes();
    }

    /** All nodes. */
    public List<String> nodes() {
        return waves.stream().flatMap(wave -> wave.nodes().stream()).toList();
    }

    int size(int wave) {
        return waves.get(wave - 1).size();
    }

    /** How many bad nodes a wave bears; rounded down, because each counts against the whole wave. */
    int bears(int wave) {
        return (int) Math.floor(size(wave) * tolerated);
    }

    /** Where a node is. */
    public Spot spot(String node) {
        return spots.getOrDefault(node, Spot.NOWHERE);
    }

    /** The quorum group of a node; empty when it is in none. */
    public String quorum(String node) {
        return spot(node).quorum();
    }

    /** All quorum groups that some of these nodes are in. */
    Set<String> quorums(List<String> nodes) {
        return nodes.stream()
                .map(this::quorum)
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All quorum groups that its nodes are in. */
    public Set<String> quorums() {
        return quorums(nodes());
    }

    /** These terms for a change that cannot be taken back. */
    Terms irreversible() {
        return new Terms(
                id,
                change,
                hash,
                executor,
                revision,
                packages,
                waves,
                spots,
                soak,
                nodeTimeout,
                tolerated,
                acknowledgeWithin,
                false);
    }
}
