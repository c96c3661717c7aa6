package dev.tidegate.rollout.fleet;

import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matchers;
import dev.tidegate.rollout.plan.FleetNode;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Selecting machines out of many. */
public final class Fleets {
    /** What every machine has, if only empty. */
    private static final List<String> OWN = List.of("name", "role", "hardware", "domain", "quorum", "site", "staging");

    private Fleets() {}

    /** Those that a plan is made of: machines for trying changes are not among them. */
    public static List<Machine> production(List<Machine> machines) {
        return machines.stream().filter(machine -> !machine.staging()).toList();
    }

    /**
     * Staging machines that stand for others: of each role those with the same hardware, or all of the role when none has.
     *
     * @param staging all staging machines
     */
    public static List<Machine> standIns(List<Machine> staging, List<Machine> of) {
        Set<FleetNode.Stratum> strata =
                of.stream().map(machine -> machine.node().stratum()).collect(Collectors.toSet());
        Set<Machine> found = new LinkedHashSet<>();
        for (FleetNode.Stratum stratum : strata) {
            List<Machine> role = staging.stream()
                    .filter(machine -> machine.node().role().equals(stratum.role()))
                    .toList();
            List<Machine> same = role.stream()
                    .filter(machine -> machine.node().stratum().equals(stratum))
                    .toList();
            found.addAll(same.isEmpty() ? role : same);
        }
        return found.stream().sorted(Comparator.comparing(Machine::name)).toList();
    }

    /**
     * Machines that a selector takes, by name.
     *
     * @param tenant whose machines; empty for everybody's
     * @throws IllegalArgumentException when the selector cannot be understood, or names a property that no machine has: a
     *     misspelt property must not match everything
     */
    public static List<Machine> select(List<Machine> machines, String tenant, String selector) {
        Matchers matchers = Matchers.parse(selector);
        List<Machine> visible = machines.stream()
                .filter(machine -> tenant.isEmpty() || machine.tenant().equals(tenant))
                .toList();
        check(visible, matchers);
        return visible.stream()
                .filter(machine -> matchers.matches(machine.properties()))
                .toList();
    }

    private static void check(List<Machine> machines, Matchers matchers) {
        Set<String> asked = matchers.all().stream().map(Matcher::name).collect(Collectors.toCollection(TreeSet::new));
        if (asked.isEmpty() || machines.isEmpty()) {
            return;
        }
        Set<String> known = new TreeSet<>(OWN);
        for (Machine machine : machines) {
            machine.properties().forEach((name, value) -> known.add(name));
        }
        asked.removeAll(known);
        if (!asked.isEmpty()) {
            throw new IllegalArgumentException("no machine has a property \"" + String.join("\" or \"", asked)
                    + "\"; known are " + String.join(", ", known));
        }
    }
}
