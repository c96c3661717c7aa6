package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Former;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.review.NoRevisionException;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Proves the way back before the first node is touched: every node says what it has now, or the repository does for it; every
 * such revision is there; the packages that are published now are there, and those that are to come.
 */
final class Preparing {
    private final Brief brief;
    private final RolloutPorts ports;
    private final RolloutSettings settings;
    private final Asking asking;
    private final Scheduler scheduler;

    Preparing(Brief brief, RolloutPorts ports, RolloutSettings settings, Asking asking, Scheduler scheduler) {
        this.brief = brief;
        this.ports = ports;
        this.settings = settings;
        this.asking = asking;
        this.scheduler = scheduler;
    }

    Flux<RolloutCommand> prepare() {
        return asking.of(Rollout.PACKAGES, this::packages).concatMap(found -> switch (found) {
            case Asking.Told<Packaged> told ->
                told.value().missing().isEmpty()
                        ? nodes(told.value().former())
                        : Flux.just(new RolloutCommand.NoWayBack(told.value().missing()));
            case Asking.Says<Packaged> says -> Flux.just(says.command());
        });
    }

    /** What is published now; or what is missing, in a sentence. */
    private record Packaged(List<PackageSnapshot> former, String missing) {}

    private Mono<Packaged> packages() {
        return Flux.fromIterable(brief.terms().packages())
                .concatMap(wanted -> ports.packages()
                        .published(wanted.prefix(), wanted.distribution(), wanted.component())
                        .flatMap(former -> there(former.snapshot(), "which nodes have now")
                                .zipWith(there(wanted.snapshot(), "which is to be published"), String::concat)
                                .map(missing -> new Packaged(List.of(former), missing.strip())))
                        .defaultIfEmpty(new Packaged(
                                List.of(),
                                "nothing is published at " + wanted.prefix() + " " + wanted.distribution() + " yet")))
                .collectList()
                .map(all -> new Packaged(
                        all.stream().flatMap(one -> one.former().stream()).toList(),
                        String.join(
                                "; ",
                                all.stream()
                                        .map(Packaged::missing)
                                        .filter(one -> !one.isEmpty())
                                        .toList())));
    }

    private Mono<String> there(String snapshot, String what) {
        return ports.packages()
                .exists(snapshot)
                .map(is -> is ? "" : "snapshot " + snapshot + ", " + what + ", does not exist ");
    }

    private Flux<RolloutCommand> nodes(List<PackageSnapshot> packages) {
        Map<String, List<String>> byTarget = new TreeMap<>();
        brief.terms()
                .nodes()
                .forEach(node -> byTarget.computeIfAbsent(
                                brief.terms().spot(node).target(), unused -> new ArrayList<>())
                        .add(node));
        Map<String, String> found = new HashMap<>();
        List<String> gone = new ArrayList<>();
        return Flux.fromIterable(byTarget.entrySet())
                .concatMap(one -> asking.of(Rollout.TARGET + one.getKey(), () -> ask(one.getKey(), one.getValue()))
                        .concatMap(answer -> keep(
                                answer,
                                proofs -> proofs.forEach(
                                        proof -> proof.revision().ifPresent(has -> found.put(proof.node(), has))))))
                .concatWith(Flux.defer(() -> recorded(found)))
                .concatWith(Flux.defer(() -> review(found, gone)))
                .concatWith(Mono.fromSupplier(() -> gone.isEmpty()
                        ? wayBack(found, packages)
                        : new RolloutCommand.NoWayBack(String.join("; ", gone))));
    }

    private static <T> Flux<RolloutCommand> keep(Asking.Answer<T> answer, java.util.function.Consumer<T> into) {
        return switch (answer) {
            case Asking.Told<T> told -> {
                into.accept(told.value());
                yield Flux.empty();
            }
            case Asking.Says<T> says -> Flux.just(says.command());
        };
    }

    private Mono<List<Proof>> ask(String target, List<String> nodes) {
        Duration within = brief.terms().nodeTimeout();
        Order order = new Order(
                brief.id() + ".0",
                0,
                brief.id(),
                nodes,
                brief.repository(),
                brief.terms().revision(),
                brief.states(),
                List.of(),
                within);
        return asking.target(target)
                .flatMapMany(known -> known.prove(order, nodes))
                .take(within, scheduler)
                .collectList();
    }

    /** Of nodes that did not say, what the repository says that they have. */
    private Flux<RolloutCommand> recorded(Map<String, String> found) {
        List<String> silent = brief.terms().nodes().stream()
                .filter(node -> !found.containsKey(node))
                .toList();
        return Flux.fromIterable(silent)
                .map(node -> brief.terms().spot(node).site())
                .distinct()
                .concatMap(site -> ports.review()
                        .deployed(brief.repository(), Recording.group(site))
                        .timeout(settings.call(), scheduler)
                        .onErrorResume(failure -> Mono.empty()) // then these nodes stay silent, which is told
                        .doOnNext(deployed -> silent.stream()
                                .filter(deployed.nodes()::contains)
                                .forEach(node -> found.put(node, deployed.revision()))))
                .thenMany(Flux.empty());
    }

    /** @param gone gets a sentence for each revision that nodes have and that is not there to go back to */
    private Flux<RolloutCommand> review(Map<String, String> found, List<String> gone) {
        return Flux.fromIterable(found.values())
                .distinct()
                .filter(revision -> !revision.equals(brief.terms().revision()))
                .concatMap(revision -> asking.of(Rollout.REVIEW, () -> missing(revision))
                        .concatMap(answer -> keep(
                                answer, words -> words.ifPresent(why -> gone.add(who(revision, found) + ": " + why)))));
    }

    /** Why a revision is not there; empty when it is. */
    private Mono<Optional<String>> missing(String revision) {
        return ports.review()
                .look(new Origin.Git(brief.repository(), revision))
                .map(there -> Optional.<String>empty())
                .onErrorResume(
                        NoRevisionException.class,
                        absent -> Mono.just(Optional.of(String.valueOf(absent.getMessage()))));
    }

    private static String who(String revision, Map<String, String> found) {
        List<String> nodes = found.entrySet().stream()
                .filter(entry -> entry.getValue().equals(revision))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return nodes.getFirst() + (nodes.size() == 1 ? "" : " and " + (nodes.size() - 1) + " more");
    }

    private RolloutCommand wayBack(Map<String, String> found, List<PackageSnapshot> packages) {
        Map<String, List<String>> byRevision = new LinkedHashMap<>();
        List<String> silent = new ArrayList<>();
        for (String node : brief.terms().nodes()) {
            String revision = found.get(node);
            if (revision == null) {
                silent.add(node);
            } else {
                byRevision
                        .computeIfAbsent(revision, unused -> new ArrayList<>())
                        .add(node);
            }
        }
        List<Former> former = new ArrayList<>();
        byRevision.forEach((revision, nodes) -> former.add(new Former(revision, nodes)));
        return new RolloutCommand.WayBack(former, silent, packages);
    }
}
