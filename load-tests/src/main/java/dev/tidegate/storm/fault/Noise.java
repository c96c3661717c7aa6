package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Role;
import java.util.List;

/**
 * One small alert on one node that nothing else follows from.
 *
 * @param span how long its condition holds
 * @param node where
 * @param rule the rule it satisfies
 */
public record Noise(Span span, Node node, String rule) implements Fault {
    private static final List<String> ANYWHERE = List.of(
            "SystemLoadTooHighWarning",
            "SystemCpuFullWarning",
            "SystemMemoryFullWarning",
            "SystemSwapFullWarning",
            "SystemDiskFullWarning",
            "SshFailedLoginsTooHigh",
            "NtpOffsetTooHigh");
    private static final List<String> ON_CONTROLLERS = List.of(
            "MemcachedEvictionsLimit", "HeatErrorLogsTooHigh", "GlanceErrorLogsTooHigh", "SystemCpuFullWarning");
    private static final double CONTROLLER = 0.2;

    static Noise draw(Places places, Span span) {
        if (places.random().nextDouble() < CONTROLLER) {
            Node controller = places.anyNode(places.fleet().of(Role.CONTROLLER));
            return new Noise(span, controller, places.pick(ON_CONTROLLERS));
        }
        List<Node> anywhere = places.fleet().nodes().stream()
                .filter(node -> node.role() != Role.SWITCH)
                .toList();
        return new Noise(span, places.anyNode(anywhere), places.pick(ANYWHERE));
    }

    @Override
    public FaultKind kind() {
        return FaultKind.NOISE;
    }

    @Override
    public Root root() {
        return new Root(node.name(), rule);
    }

    @Override
    public void play(Scene scene) {
        if (rule.equals("SystemDiskFullWarning")) {
            scene.on(node, rule, span, "path", "/var/log");
        } else {
            scene.on(node, rule, span);
        }
    }
}
