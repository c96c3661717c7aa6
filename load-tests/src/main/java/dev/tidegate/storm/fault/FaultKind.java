package dev.tidegate.storm.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways to break, by the names they have on the command line and in the ground truth. */
public enum FaultKind {
    RACK_POWER,
    SWITCH_FLAP,
    HYPERVISOR_DEATH,
    DATABASE_FAILOVER,
    SLOW_DISK,
    COLLECTOR_OUTAGE,
    BAD_ROLLOUT,
    /** A small alert of its own that has nothing to do with any other. */
    NOISE;

    /** The kinds that a storm is made of: all but noise. */
    public static List<FaultKind> breakages() {
        return Arrays.stream(values()).filter(kind -> kind != NOISE).toList();
    }

    /** The name in lower case with hyphens, such as {@code rack-power}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The breakage of that name. */
    public static Optional<FaultKind> named(String wireName) {
        return breakages().stream()
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }

    /** The names of all breakages, for messages. */
    public static String names() {
        return breakages().stream().map(FaultKind::wireName).collect(Collectors.joining(", "));
    }

    /** Breaks something of this kind. */
    Fault draw(Places places, Span span) {
        return switch (this) {
            case RACK_POWER -> RackPower.draw(places, span);
            case SWITCH_FLAP -> SwitchFlap.draw(places, span);
            case HYPERVISOR_DEATH -> HypervisorDeath.draw(places, span);
            case DATABASE_FAILOVER -> DatabaseFailover.draw(places, span);
            case SLOW_DISK -> SlowDisk.draw(places, span);
            case COLLECTOR_OUTAGE -> CollectorOutage.draw(places, span);
            case BAD_ROLLOUT -> BadRollout.draw(places, span);
            case NOISE -> Noise.draw(places, span);
        };
    }
}
