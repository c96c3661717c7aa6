package dev.tidegate.rollout.flow;

import dev.tidegate.model.Wording;
import dev.tidegate.rollout.change.Approvals;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeStore;
import dev.tidegate.rollout.change.Standing;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.window.Windows;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Before each wave: the agreed moment has come, the change still is what was approved and nobody has refused it since, and the
 * calendars of the wave's sites are open, within the change's own window. An emergency goes through closed windows, never through a freeze.
 */
public final class WaveGate implements OutsideGate {
    private final ChangeStore changes;
    private final Windows windows;

    public WaveGate(ChangeStore changes, Windows windows) {
        this.changes = changes;
        this.windows = windows;
    }

    @Override
    public Mono<Optional<String>> closed(Brief brief, int wave, Instant at) {
        return changes.find(brief.terms().change(), "")
                .flatMap(change -> standing(brief, change, at)
                        .map(reason -> Mono.just(Optional.of(reason)))
                        .orElseGet(() -> calendars(brief, change, wave, at)))
                .defaultIfEmpty(Optional.of("change " + brief.terms().change() + " is not there any more"));
    }

    private static Optional<String> standing(Brief brief, Change change, Instant at) {
        boolean emergency = change.emergency().isPresent();
        if (!emergency && at.isBefore(brief.start())) {
            return Optional.of("the agreed moment is " + Wording.moment(brief.start()));
        }
        if (!change.content().hash().equals(brief.terms().hash())) {
            return Optional.of("the change was edited: revision " + change.revision()
                    + " is not what this rollout carries out; pull back or abort");
        }
        Optional<Instant> end = change.content().slot().end();
        if (!emergency && end.isPresent() && at.isAfter(end.get())) {
            return Optional.of("its window ended at " + Wording.moment(end.get())
                    + ": no wave begins any more; pull back, or abort and go" + " on with a change of a new window");
        }
        return Approvals.standing(change, at) instanceof Standing.Refused refused
                ? Optional.of(refused.by() + " has refused it: " + refused.reason())
                : Optional.empty();
    }

    /** Of the sites that this wave is at. */
    private Mono<Optional<String>> calendars(Brief brief, Change change, int wave, Instant at) {
        Collection<String> sites = brief.terms().nodes(wave).stream()
                .map(node -> brief.terms().spot(node).site())
                .collect(Collectors.toCollection(TreeSet::new));
        return change.emergency().isPresent()
                ? windows.frozen(brief.tenant(), sites, at)
                : windows.closed(brief.tenant(), sites, at);
    }
}
