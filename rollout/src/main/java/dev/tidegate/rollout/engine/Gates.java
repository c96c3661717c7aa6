package dev.tidegate.rollout.engine;

import dev.tidegate.model.Wording;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import java.time.Instant;
import java.util.Optional;

/** What has to be open before a step. Each answers with the reason that keeps it closed; empty when nothing does. */
final class Gates {
    static final String NOT_LOOKED_AT = "its calendar has not been looked at";

    private final Terms terms;
    private final RolloutState state;
    private Optional<String> outside = Optional.of(NOT_LOOKED_AT);

    Gates(Terms terms, RolloutState state) {
        this.terms = terms;
        this.state = state;
    }

    /** What calendars, approvals and other rollouts say. */
    void outside(Optional<String> closed) {
        outside = closed;
    }

    /** Before a wave begins. */
    Optional<String> forward(Instant now) {
        if (state.held().isPresent()) {
            return state.held();
        }
        if (!state.orders().open().isEmpty()) {
            return Optional.of("nodes are still in flight");
        }
        if (state.silence("").isPresent()) {
            return state.silence("");
        }
        if (!state.prepared()) {
            return outside.filter(reason -> !reason.equals(NOT_LOOKED_AT))
                    .or(() -> Optional.of("the way back is being proven: every node is asked what it has now"));
        }
        if (outside.isPresent()) {
            return outside;
        }
        return monitor(now);
    }

    /** Before the next batch of a wave. */
    Optional<String> batch() {
        if (state.held().isPresent()) {
            return state.held();
        }
        if (state.silence(Rollout.TARGET, Rollout.PACKAGES).isPresent()) {
            return state.silence(Rollout.TARGET, Rollout.PACKAGES);
        }
        if (!terms.packages().isEmpty() && !state.published(Direction.FORWARD)) {
            return Optional.of("packages are being published");
        }
        if (state.says(Signal.INCONCLUSIVE)) {
            return Optional.of("its health cannot be seen, no more nodes are touched: " + reason());
        }
        return Optional.empty();
    }

    /** What keeps nodes from going back; of those who do not answer, only what cannot be done without. */
    Optional<String> back() {
        return state.held().or(() -> state.silence(Rollout.TARGET, Rollout.PACKAGES));
    }

    /** Before a wave counts as healthy. */
    Optional<String> passing(Instant now) {
        if (state.held().isPresent()) {
            return state.held();
        }
        Instant until = soakUntil().orElse(now);
        if (now.isBefore(until)) {
            return Optional.of("it soaks until " + Wording.moment(until));
        }
        if (!state.says(Signal.HEALTHY)) {
            return Optional.of("its health is not known to be good: " + reason());
        }
        return monitor(now);
    }

    Optional<Instant> soakUntil() {
        return state.phase() == Phase.SOAKING
                ? state.phaseSince().map(since -> since.plus(terms.soak()))
                : Optional.empty();
    }

    private String reason() {
        return state.health().map(RolloutState.HealthNow::reason).orElse("nothing was said yet");
    }

    private Optional<String> monitor(Instant now) {
        if (state.monitors().isEmpty()) {
            return Optional.of(
                    "nobody watches: a monitor who is not " + terms.executor() + " has to have the health stream open");
        }
        Optional<RolloutState.Acknowledgement> said = state.acknowledged();
        if (said.isEmpty() || said.get().at().plus(terms.acknowledgeWithin()).isBefore(now)) {
            return Optional.of(
                    "the monitor has not acknowledged within the last " + Wording.duration(terms.acknowledgeWithin()));
        }
        if (!terms.reversible() && said.get().wave() != state.wave()) {
            return Optional.of("a step cannot be taken back, so the monitor answers for each wave; wave " + state.wave()
                    + " was not acknowledged");
        }
        return Optional.empty();
    }
}
