package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk is failing: errors, load, and whoever waits for it. On a storage node Ceph slows down as a whole; on a
 * hypervisor the virtual machines do.
 *
 * @param span from the first error to the disk's replacement
 * @param node the machine with the disk
 */
public record SlowDisk(Span span, Node node) implements Fault {
    static SlowDisk draw(Places places, Span span) {
        List<Node> candidates = new ArrayList<>(places.fleet().of(Role.STORAGE));
        candidates.addAll(places.fleet().of(Role.HYPERVISOR));
        return new SlowDisk(span, places.node(candidates, span));
    }

    @Override
    public FaultKind kind() {
        return FaultKind.SLOW_DISK;
    }

    @Override
    public Root root() {
        return new Root(node.name(), "SystemDiskErrorsTooHigh");
    }

    @Override
    public void play(Scene scene) {
        scene.on(node, "SystemDiskErrorsTooHigh", span, "device", "sdc");
        Span load = span.later(scene.seconds(20, 90), scene.seconds(20, 60));
        scene.on(node, "SystemLoadTooHighWarning", load);
        scene.on(node, "SystemLoadTooHighCritical", load.later(scene.seconds(20, 90), 0));
        if (node.role() == Role.STORAGE) {
            Span waiting = span.later(scene.seconds(30, 90), scene.seconds(10, 30));
            scene.onSite("CephServiceApplyLatencyTooHigh", waiting);
            scene.onSite("CephServiceCommitLatencyTooHigh", waiting.later(scene.seconds(0, 20), 0));
            scene.onSite("CephClusterHealthMinor", waiting.later(scene.seconds(0, 30), 0));
        }
        for (Node vm : scene.fleet().vmsOn(node)) {
            scene.on(vm, "SystemLoadTooHighWarning", load.later(scene.seconds(0, 60), scene.seconds(0, 30)));
        }
    }
}
