package dev.tidegate.rollout.target.config;

import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.command.CommandTarget;
import dev.tidegate.rollout.target.salt.SaltTarget;
import dev.tidegate.rollout.target.webhook.WebhookTarget;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The configured targets.
 *
 * @param byName what machines of the fleet call them
 * @param connections to be disposed of at the end
 */
public record Targets(Map<String, Target> byName, Disposable connections) {
    public Targets {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /** Throws IllegalArgumentException when a name is there twice, or a CA file cannot be used. */
    public static Targets of(Collection<TargetSettings> settings, InstantSource clock, MeterRegistry meters) {
        Map<String, Target> byName = new TreeMap<>();
        Disposable.Composite connections = Disposables.composite();
        for (TargetSettings one : settings) {
            Target target = switch (one) {
                case TargetSettings.Salt salt -> kept(new SaltTarget(salt.settings(), meters), connections);
                case TargetSettings.Command command -> kept(new CommandTarget(command.settings()), connections);
                case TargetSettings.Webhook webhook ->
                    kept(new WebhookTarget(webhook.settings(), clock, meters), connections);
            };
            if (byName.putIfAbsent(one.name(), target) != null) {
                throw new IllegalArgumentException("targets: two have the name " + one.name());
            }
        }
        return new Targets(byName, connections);
    }

    private static <T extends Disposable> T kept(T target, Disposable.Composite connections) {
        connections.add(target);
        return target;
    }
}
