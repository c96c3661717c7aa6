package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.RolloutStore;
import dev.tidegate.rollout.engine.RolloutStore.Overlap;
import dev.tidegate.rollout.engine.RolloutStore.Step;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.review.Review;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes rollouts back that are over, because a person wants it. Looked at before: nothing newer has come to these nodes since,
 * what they go back to is still there, and what is published is still what this rollout published. Who does not answer is no
 * obstacle, since going back waits for nobody but those it cannot do without; it is said.
 */
public final class Reopening {
    private static final Duration ASK = Duration.ofSeconds(5);
    /** It may end while it is told, and somebody else may take it up meanwhile; more often than this nobody does. */
    private static final int TRIES = 3;

    private final Rollouts rollouts;
    private final RolloutStore store;
    private final Review review;
    private final Packages packages;
    private final InstantSource clock;

    public Reopening(Rollouts rollouts, RolloutStore store, Review review, Packages packages, InstantSource clock) {
        this.rollouts = rollouts;
        this.store = store;
        this.review = review;
        this.packages = packages;
        this.clock = clock;
    }

    /**
     * Tells a rollout to go back, whether it is over or not, or ends while it is told; answers as {@link Rollouts#tell} does.
     */
    public Mono<RolloutReply> pullBack(Brief brief, RolloutCommand.PullBack wish) {
        return pullBack(brief, wish, TRIES);
    }

    private Mono<RolloutReply> pullBack(Brief brief, RolloutCommand.PullBack wish, int tries) {
        if (tries == 0) {
            return Mono.just(
                    new RolloutReply.Refused("it has ended and begun again meanwhile; look at it, and ask again"));
        }
        return store.events(brief.id(), 0).flatMap(events -> {
            Rollout rollout = new Rollout(brief.terms());
            events.forEach(rollout::apply);
            return rollout.phase().isOver()
                    ? reopen(brief, rollout, events.size(), wish, tries)
                    : tell(brief, wish, tries);
        });
    }

    /** Whoever runs it does it; when it has ended meanwhile nobody does, and it is taken up again instead. */
    private Mono<RolloutReply> tell(Brief brief, RolloutCommand.PullBack wish, int tries) {
        return rollouts.tell(brief.id(), wish, Mono.defer(() -> pullBack(brief, wish, tries - 1)));
    }

    private Mono<RolloutReply> reopen(Brief brief, Rollout rollout, long seq, RolloutCommand.PullBack wish, int tries) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var outcome = rollout.decide(wish, now);
        if (outcome.events().isEmpty()) {
            return Mono.just(outcome.reply());
        }
        return wayBack(brief, rollout).flatMap(seen -> {
            List<String> against =
                    seen.stream().map(Seen::against).flatMap(Optional::stream).toList();
            if (!against.isEmpty()) {
                return Mono.just(
                        new RolloutReply.Refused("its way back is not there any more: " + String.join("; ", against)));
            }
            String doubts =
                    seen.stream().map(Seen::doubt).flatMap(Optional::stream).collect(Collectors.joining("; "));
            outcome.events().forEach(rollout::apply);
            List<RolloutEvent> events = outcome.events();
            Step step = new Step(seq, events, List.of(), new Auditing(brief).entries(events), rollout.phase(), false);
            return store.reopen(brief.id(), step).flatMap(reopened -> {
                if (reopened.done()) {
                    return rollouts.takeUp()
                            .thenReturn(new RolloutReply.Done(
                                    doubts.isEmpty() ? "pulling back" : "pulling back; " + doubts));
                }
                return reopened.later().isEmpty()
                        ? tell(brief, wish, tries)
                        : Mono.just(
                                new RolloutReply.Refused(words(reopened.later().getFirst())));
            });
        });
    }

    private static String words(Overlap later) {
        return "rollout " + later.id() + " (" + later.title() + ") has come to " + later.count()
                + " of the same nodes since, " + Collections.min(later.nodes())
                + " among them; pull that one back first, or go forward with another change";
    }

    /** What was found out about a part of the way back: what is against it, or what could not be found out. */
    private record Seen(Optional<String> against, Optional<String> doubt) {
        static final Seen GOOD = new Seen(Optional.empty(), Optional.empty());

        static Seen against(String words) {
            return new Seen(Optional.of(words), Optional.empty());
        }

        static Seen doubt(String words) {
            return new Seen(Optional.empty(), Optional.of(words));
        }
    }

    private Mono<List<Seen>> wayBack(Brief brief, Rollout rollout) {
        List<Mono<Seen>> looks = new ArrayList<>();
        rollout.terms().nodes().stream()
                .filter(node -> rollout.node(Direction.FORWARD, node).isPresent())
                .map(rollout::former)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(revision -> looks.add(revision(brief, revision)));
        if (rollout.published(Direction.FORWARD) && !rollout.published(Direction.BACK)) {
            rollout.formerPackages().forEach(former -> looks.add(snapshot(brief, former)));
        }
        return Flux.fromIterable(looks).concatMap(look -> look).collectList();
    }

    private Mono<Seen> revision(Brief brief, String revision) {
        return review.exists(brief.repository(), revision)
                .timeout(ASK)
                .map(there -> there
                        ? Seen.GOOD
                        : Seen.against("repository " + brief.repository() + " does not have " + revision + " any more"))
                .onErrorResume(failure -> Mono.just(Seen.doubt(
                        "whether " + revision + " is still there is not known: " + Asking.words(failure, ASK))));
    }

    private Mono<Seen> snapshot(Brief brief, PackageSnapshot former) {
        String place = former.prefix() + "/" + former.distribution();
        List<String> ours = brief.terms().packages().stream()
                .filter(one -> one.prefix().equals(former.prefix())
                        && one.distribution().equals(former.distribution())
                        && one.component().equals(former.component()))
                .map(PackageSnapshot::snapshot)
                .toList();
        return packages.published(former.prefix(), former.distribution(), former.component())
                .map(now -> ours.contains(now.snapshot()) || now.equals(former)
                        ? Seen.GOOD
                        : Seen.against(
                                place + " has " + now.snapshot() + " by now, which this rollout did not publish"))
                .defaultIfEmpty(Seen.against("nothing is published at " + place + " any more"))
                .flatMap(seen -> seen.equals(Seen.GOOD)
                        ? packages.exists(former.snapshot())
                                .map(there -> there
                                        ? Seen.GOOD
                                        : Seen.against(
                                                "snapshot " + former.snapshot() + " of " + place + " does not exist"))
                        : Mono.just(seen))
                .timeout(ASK)
                .onErrorResume(failure -> Mono.just(
                        Seen.doubt("what is published at " + place + " is not known: " + Asking.words(failure, ASK))));
    }
}
