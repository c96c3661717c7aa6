package dev.tidegate.rollout.fleet.yaml;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.fleet.Fleets;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.plan.FleetNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The fleet as a YAML file: {@code machines}, and sections that others read ({@link #TARGETS}, {@link #REPOSITORIES},
 * {@link #PACKAGES}). docs/changes.md describes it.
 *
 * @param machines by name
 * @param sections other sections by name, as they stand; without those that are not there
 */
public record FleetFile(List<Machine> machines, Map<String, Yaml> sections) implements Fleet {
    public static final String TARGETS = "targets";
    public static final String REPOSITORIES = "repositories";
    public static final String PACKAGES = "packages";

    /** No fleet at all. */
    public static final FleetFile NONE = new FleetFile(List.of(), Map.of());

    static final int MAX_MACHINES = 100_000;

    /** What the repository calls machines without a site. */
    private static final String NOWHERE = "fleet";

    private static final String MACHINES = "machines";
    private static final int MAX_CHARACTERS = 100 << 20;
    private static final int MAX_NAME = 253;
    private static final List<String> KNOWN = List.of(MACHINES, TARGETS, REPOSITORIES, PACKAGES);
    private static final List<String> FIELDS = List.of(
            "name", "role", "hardware", "domain", "quorum", "site", "tenant", "staging", "target", "properties");

    public FleetFile {
        machines = List.copyOf(machines);
        sections = Map.copyOf(sections);
    }

    /** @throws dev.tidegate.correlator.yaml.ConfigurationException with file, line and reason */
    public static FleetFile read(Path file) {
        return of(Yaml.read(file, MAX_CHARACTERS));
    }

    static FleetFile of(Yaml file) {
        Map<String, Yaml> entries = file.entries(KNOWN);
        @Nullable Yaml list = entries.remove(MACHINES);
        if (list == null) {
            throw file.problem("\"machines\" is missing: a list of machines");
        }
        @Nullable Yaml targets = entries.get(TARGETS);
        Set<String> reachable =
                targets == null ? Set.of() : Set.copyOf(targets.entries().keySet());
        List<Yaml> items = list.list();
        if (items.size() > MAX_MACHINES) {
            throw list.problem(items.size() + " machines are more than " + MAX_MACHINES);
        }
        List<Machine> machines = new ArrayList<>(items.size());
        Set<String> names = new HashSet<>();
        for (Yaml item : items) {
            Machine machine = machine(item, reachable);
            if (!names.add(machine.name())) {
                throw item.problem("machine \"" + machine.name() + "\" is there twice");
            }
            machines.add(machine);
        }
        machines.sort(Comparator.comparing(Machine::name));
        return new FleetFile(machines, entries);
    }

    private static Machine machine(Yaml item, Set<String> reachable) {
        Map<String, Yaml> entries = item.entries(FIELDS);
        String name = text(entries, "name");
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw item.problem("\"name\" is missing: a machine has a name of 1 to " + MAX_NAME + " characters");
        }
        String target = text(entries, "target");
        if (!target.isEmpty() && !reachable.contains(target)) {
            throw item.problem("target \"" + target + "\" of " + name + " is not under targets; there are "
                    + (reachable.isEmpty() ? "none" : String.join(", ", reachable)));
        }
        FleetNode node = new FleetNode(
                name,
                text(entries, "role"),
                text(entries, "hardware"),
                text(entries, "domain"),
                text(entries, "quorum"));
        String site = text(entries, "site");
        if (site.equals(NOWHERE)) {
            throw item.problem("site \"" + NOWHERE + "\" of " + name
                    + " is how machines without a site are written down; call it something else");
        }
        String tenant = text(entries, "tenant");
        @Nullable Yaml stagingEntry = entries.get("staging");
        boolean staging = stagingEntry != null && stagingEntry.bool();
        Labels.Builder properties = new Labels.Builder()
                .add("name", name)
                .add("role", node.role())
                .add("hardware", node.hardware())
                .add("domain", node.domain())
                .add("quorum", node.quorum())
                .add("site", site)
                .add("staging", Boolean.toString(staging));
        @Nullable Yaml more = entries.get("properties");
        if (more != null) {
            more.entries().forEach((key, value) -> {
                if (FIELDS.contains(key)) {
                    throw value.problem("\"" + key + "\" is a machine's own field, not a property");
                }
                properties.add(key, value.text());
            });
        }
        String owner = tenant.isEmpty() ? Scope.DEFAULT_TENANT : tenant;
        return new Machine(node, owner, site, staging, target, properties.build());
    }

    private static String text(Map<String, Yaml> entries, String name) {
        @Nullable Yaml entry = entries.get(name);
        return entry == null ? "" : entry.text();
    }

    @Override
    public Mono<List<Machine>> select(String tenant, String selector) {
        return Mono.fromSupplier(() -> Fleets.select(machines, tenant, selector));
    }
}
