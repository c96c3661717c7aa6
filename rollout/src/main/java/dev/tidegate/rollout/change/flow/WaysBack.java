package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.gate.WayBack;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks for what there is to go back to: the revision that the repository says was deployed, or else what a few nodes say
 * they have; and the package snapshots that are published now.
 */
final class WaysBack {
    /** So many nodes of each target are asked. */
    private static final int ASKED = 3;

    /** The group under which rollouts write down nodes of no site. */
    private static final String EVERYWHERE = "fleet";

    private final ChangePorts ports;
    private final Duration within;
    private final Remembered<String, WayBack> known;

    WaysBack(ChangePorts ports, ChangeSettings settings, InstantSource clock) {
        this.ports = ports;
        this.within = settings.askWithin();
        this.known = new Remembered<>(settings.fresh(), clock);
    }

    Mono<WayBack> find(Change change, List<Machine> machines, boolean fresh) {
        String key = change.id() + " " + change.content().hash();
        return fresh
                ? known.again(key, unused -> look(change, machines))
                : known.get(key, unused -> look(change, machines));
    }

    private Mono<WayBack> look(Change change, List<Machine> machines) {
        Content content = change.content();
        List<Mono<WayBack>> parts = new ArrayList<>();
        if (!content.states().isEmpty()) {
            parts.add(states(change, machines));
        }
        content.packages().forEach(snapshot -> parts.add(packages(snapshot)));
        return Flux.concat(parts)
                .collectList()
                .map(found -> new WayBack(
                        found.stream().allMatch(WayBack::proven),
                        found.stream().map(WayBack::words).collect(Collectors.joining("; "))));
    }

    private Mono<WayBack> states(Change change, List<Machine> machines) {
        Origin origin = change.content().origin();
        List<String> sites = machines.stream().map(Machine::site).distinct().toList();
        Set<String> names = machines.stream().map(Machine::name).collect(Collectors.toSet());
        return Flux.fromIterable(sites)
                .concatMap(site -> deployed(repository(origin), site, names))
                .collectList()
                .flatMap(former -> !sites.isEmpty() && former.size() == sites.size()
                        ? Mono.just(new WayBack(true, String.join("; ", former)))
                        : fromNodes(change, machines));
    }

    /** What was written down last at a site may be about machines of others there; then it says nothing about these. */
    private Mono<String> deployed(String repository, String site, Set<String> names) {
        return ports.review()
                .deployed(repository, site.isEmpty() ? EVERYWHERE : site)
                .timeout(within)
                .filter(deployment -> deployment.nodes().isEmpty()
                        || deployment.nodes().stream().anyMatch(names::contains))
                .map(deployment -> "the repository has " + deployment.revision() + " as deployed"
                        + (site.isEmpty() ? "" : " at " + site))
                .onErrorResume(failure -> Mono.empty()); // the nodes are asked instead
    }

    private Mono<WayBack> fromNodes(Change change, List<Machine> machines) {
        Map<String, List<String>> byTarget = new TreeMap<>();
        machines.forEach(machine -> {
            List<String> nodes = byTarget.computeIfAbsent(machine.target(), unused -> new ArrayList<>());
            if (nodes.size() < ASKED) {
                nodes.add(machine.name());
            }
        });
        return Flux.fromIterable(byTarget.entrySet())
                .concatMap(entry -> read(change, entry.getKey(), entry.getValue()))
                .collectList()
                .map(found -> new WayBack(
                        !found.isEmpty() && found.stream().allMatch(WayBack::proven),
                        found.isEmpty()
                                ? "no machine is selected"
                                : found.stream().map(WayBack::words).collect(Collectors.joining("; "))));
    }

    private Mono<WayBack> read(Change change, String name, List<String> nodes) {
        Target target = ports.targets().get(name);
        if (target == null) {
            return Mono.just(new WayBack(
                    false,
                    "target \"" + name + "\" of " + nodes.getFirst()
                            + " is not configured, so its revision cannot be read"));
        }
        Content content = change.content();
        Order order = new Order(
                "look-" + change.id(),
                0,
                change.id(),
                nodes,
                repository(content.origin()),
                content.origin().revision(),
                content.states(),
                content.packages(),
                within);
        return target.prove(order, nodes)
                .collectList()
                .timeout(within)
                .map(proofs -> judged(nodes, proofs))
                .onErrorResume(failure -> Mono.just(new WayBack(
                        false, "target " + name + " could not be asked what its nodes have: " + failure.getMessage())));
    }

    private static WayBack judged(List<String> nodes, List<Proof> proofs) {
        List<String> revisions = proofs.stream()
                .map(Proof::revision)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        boolean all = nodes.stream()
                .allMatch(node -> proofs.stream()
                        .anyMatch(proof ->
                                proof.node().equals(node) && proof.revision().isPresent()));
        return all
                ? new WayBack(true, String.join(", ", nodes) + " have " + String.join(", ", revisions))
                : new WayBack(
                        false,
                        "neither the repository nor " + String.join(", ", nodes)
                                + " can tell which revision was there before");
    }

    private Mono<WayBack> packages(PackageSnapshot to) {
        String place = to.prefix() + "/" + to.distribution();
        return ports.packages()
                .published(to.prefix(), to.distribution(), to.component())
                .flatMap(from -> ports.packages()
                        .exists(from.snapshot())
                        .map(there -> new WayBack(
                                there,
                                there
                                        ? place + " goes back to " + from.snapshot()
                                        : "snapshot " + from.snapshot() + " of " + place + " is gone")))
                .defaultIfEmpty(new WayBack(false, "nothing is published at " + place + " yet"))
                .timeout(within)
                .onErrorResume(failure -> Mono.just(new WayBack(
                        false, "what is published at " + place + " is not known: " + failure.getMessage())));
    }

    static String repository(Origin origin) {
        return switch (origin) {
            case Origin.Git git -> git.repository();
            case Origin.Gerrit gerrit -> gerrit.server();
        };
    }
}
