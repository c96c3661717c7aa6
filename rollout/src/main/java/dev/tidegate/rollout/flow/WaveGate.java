package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.change.Approvals;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeStore;
import dev.tidegate.rollout.change.Standing;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.window.Windows;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Before each wave: the agreed moment has come, the change still is what was approved and nobody has refused it since, and the
 * calendars are open. An emergency goes through closed windows, never through a freeze.
 */
public final class WaveGate implements OutsideGate {
    private final ChangeStore changes;
    private final Windows windows;

    public WaveGate(ChangeStore changes, Windows windows) {
        this.changes = changes;
        this.windows = windows;
    }

    @Override
    public Mono<Optional<String>> closed(Brief brief, Instant at) {
        return changes.find(brief.terms().change(), "")
                .flatMap(change -> standing(brief, change, at)
                        .map(reason -> Mono.just(Optional.of(reason)))
                        .orElseGet(() -> calendars(brief, change, at)))
                .defaultIfEmpty(Optional.of("change " + brief.terms().change() + " is not there any more"));
    }

    private static Optional<String> standing(Brief brief, Change change, Instant at) {
        boolean emergency = change.emergency().isPresent();
        if (!emergency && at.isBefore(brief.start())) {
            return Optional.of("the agreed moment is " + brief.start());
        }
        if (!change.content().hash().equals(brief.terms().hash())) {
            return Optional.of("the change was edited: revision " + change.revision()
                    + " is not what this rollout carries out; pull back or abort");
        }
        return Approvals.standing(change, at) instanceof Standing.Refused refused
                ? Optional.of(refused.by() + " has refused it: " + refused.reason())
                : Optional.empty();
    }

    private Mono<Optional<String>> calendars(Brief brief, Change change, Instant at) {
        Collection<String> sites =
                brief.terms().spots().values().stream().map(Spot::site).collect(Collectors.toCollection(TreeSet::new));
        return change.emergency().isPresent()
                ? windows.frozen(brief.tenant(), sites, at)
                : windows.closed(brief.tenant(), sites, at);
    }
}
