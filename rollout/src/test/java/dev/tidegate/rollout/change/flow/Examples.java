package dev.tidegate.rollout.change.flow;

import dev.tidegate.model.Labels;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Impact;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Person.Role;
import dev.tidegate.rollout.change.Slot;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.plan.FleetNode;
import dev.tidegate.rollout.plan.PlanSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A small fleet, its people, and a change they may write. */
public final class Examples {
    public static final String NEW = "a".repeat(40);
    public static final String OLD = "b".repeat(40);
    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    public static final Instant START = Instant.parse("2026-11-24T21:00:00Z");

    public static final Person ANN = new Person("ann", "", Set.of(Role.SUPPORT_ENGINEER));
    public static final Person SUE = new Person("sue", "", Set.of(Role.VALIDATOR));
    public static final Person SAM = new Person("sam", "", Set.of(Role.VALIDATOR));
    public static final Person CARL = new Person("carl", "acme", Set.of(Role.CUSTOMER_APPROVER));
    public static final Person EVA = new Person("eva", "", Set.of(Role.EXECUTOR));
    public static final Person MALLORY = new Person("mallory", "other", Set.of(Role.CUSTOMER_APPROVER));

    public static final String POLICY = """
            exposure: {duration: 1s, rounds: 1}
            signals:
              - {name: alerts, incidents: 'severity=critical', limit: 0}
            """;

    private Examples() {}

    public static Machine machine(String name, String role, String site, String tenant, boolean staging) {
        return new Machine(
                new FleetNode(name, role, "r640", "rack-" + name.charAt(name.length() - 1), ""),
                tenant,
                site,
                staging,
                "salt",
                Labels.of("name", name, "role", role, "site", site, "staging", Boolean.toString(staging)));
    }

    /** Twenty computes and three databases of acme, two of another, and two machines for staging. */
    public static List<Machine> fleet() {
        List<Machine> machines = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            machines.add(machine("cmp" + i, "compute", "eu1", "acme", false));
        }
        for (int i = 10; i < 13; i++) {
            machines.add(machine("dbs" + i, "database", "eu1", "acme", false));
        }
        machines.add(machine("oth10", "gateway", "us1", "other", false));
        machines.add(machine("oth11", "gateway", "us1", "other", false));
        machines.add(machine("stg10", "compute", "lab", "default", true));
        machines.add(machine("stg11", "compute", "lab", "default", true));
        return machines;
    }

    public static Content content(String title) {
        return content(title, "{role=\"compute\"}", START);
    }

    public static Content content(String title, String selector, Instant start) {
        return content(title, selector, start, new Origin.Git("infra", NEW));
    }

    public static Content content(String title, String selector, Instant start, Origin origin) {
        return new Content(
                title,
                "the limit is too low",
                Optional.of("c1-7"),
                origin,
                List.of(),
                List.of("nova.compute"),
                selector,
                PlanSpec.DEFAULT,
                7,
                POLICY,
                Impact.CONTROL_PLANE,
                List.of(),
                List.of("nova-status"),
                Slot.from(start));
    }
}
