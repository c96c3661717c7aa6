package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Role;
import dev.tidegate.storm.rule.Job;
import dev.tidegate.storm.rule.Ladder;
import dev.tidegate.storm.rule.Ladders;
import java.util.List;

/**
 * A bad version of an agent is rolled out over hypervisors: one node, a tenth, then the rest, a minute and a half
 * apart, until it is pulled back. On each node the agent goes down and its log fills; some are restarted into another
 * crash. The service climbs its whole ladder.
 *
 * @param span from the first wave to the pull-back
 * @param service the ladder of the agent that was rolled out
 * @param nodes the nodes it reached, in order of the waves
 */
public record BadRollout(Span span, Ladder service, List<Node> nodes) implements Fault {
    private static final long WAVE_MILLIS = 90_000;
    private static final double RESTARTED = 0.15;

    static BadRollout draw(Places places, Span span) {
        Ladder service = places.pick(List.of(Ladders.NOVA_COMPUTE, Ladders.OPENVSWITCH_AGENT));
        double share = places.pick(List.of(0.65, 1.0, 1.0));
        return new BadRollout(span, service, places.share(Role.HYPERVISOR, share, 3, span));
    }

    @Override
    public FaultKind kind() {
        return FaultKind.BAD_ROLLOUT;
    }

    @Override
    public Root root() {
        return new Root(nodes.getFirst().name(), service.rung());
    }

    @Override
    public void play(Scene scene) {
        String logs = service.equals(Ladders.NOVA_COMPUTE) ? "NovaErrorLogsTooHigh" : "NeutronErrorLogsTooHigh";
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            int wave = i == 0 ? 0 : i <= nodes.size() / 10 ? 1 : 2;
            Span bad = span.later(
                    Math.min(wave * WAVE_MILLIS, span.length() / 2) + scene.seconds(1, 20), scene.seconds(5, 60));
            if (scene.chance(RESTARTED)) {
                long restart = bad.from() + scene.seconds(60, 120);
                scene.down(service, node, new Span(bad.from(), restart));
                scene.down(service, node, new Span(restart + scene.seconds(35, 50), bad.until()));
            } else {
                scene.down(service, node, bad);
            }
            scene.on(node, Job.TELEGRAF, logs, bad.later(scene.seconds(5, 30), scene.seconds(60, 200)));
        }
    }
}
