package dev.tidegate.rollout.engine;

import dev.tidegate.model.shard.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What people may tell a rollout, and what follows. They come one after the other: the second sees what the first did. */
final class People {
    private final Terms terms;
    private final RolloutState state;
    private final Retreat retreat;

    People(Terms terms, RolloutState state, Retreat retreat) {
        this.terms = terms;
        this.state = state;
        this.retreat = retreat;
    }

    Outcome<RolloutEvent, RolloutReply> hold(RolloutCommand.Hold hold, Instant now) {
        if (state.phase().isOver()) {
            return over();
        }
        if (state.held().isPresent()) {
            return Said.nothing("it is held already: " + state.held().get());
        }
        return Said.done("held", new RolloutEvent.Held(now, hold.by(), hold.by() + ": " + hold.reason()));
    }

    Outcome<RolloutEvent, RolloutReply> resume(RolloutCommand.Resume resume, Instant now) {
        if (state.phase().isOver()) {
            return over();
        }
        if (state.held().isEmpty()) {
            return Said.nothing(
                    state.phase() == Phase.PULLING_BACK ? "it is not held; it is being pulled back" : "it is not held");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new RolloutEvent.Resumed(now, resume.by()));
        if (state.phase() == Phase.PULLING_BACK) {
            events.addAll(retreat.again(now));
        }
        return new Outcome<>(events, new RolloutReply.Done("resumed"));
    }

    Outcome<RolloutEvent, RolloutReply> pullBack(RolloutCommand.PullBack pullBack, Instant now) {
        return switch (state.phase()) {
            case PULLING_BACK -> Said.nothing("it is being pulled back already");
            case PULLED_BACK -> over();
            case WAITING, APPLYING, SOAKING, DONE, ABORTED -> {
                if (!terms.reversible()) {
                    yield Said.refused("a step of this change was declared irreversible; "
                            + (state.phase().isOver()
                                    ? "go forward with another change"
                                    : "abort, and go forward with another"));
                }
                yield Said.done("pulling back", retreat.by(now, pullBack.by(), pullBack.reason()));
            }
        };
    }

    Outcome<RolloutEvent, RolloutReply> abort(RolloutCommand.Abort abort, Instant now) {
        if (state.phase().isOver()) {
            return over();
        }
        return Said.done(
                "aborted; nodes stay as they are",
                new RolloutEvent.PhaseBegun(now, Phase.ABORTED, state.wave(), abort.by(), abort.reason()));
    }

    Outcome<RolloutEvent, RolloutReply> acknowledge(RolloutCommand.Acknowledge acknowledge, Instant now) {
        if (state.phase().isOver()) {
            return over();
        }
        if (acknowledge.by().equals(terms.executor())) {
            return Said.refused(acknowledge.by() + " executes this rollout; somebody else has to watch it");
        }
        if (!state.watches(acknowledge.by())) {
            return Said.refused("open the health stream first: an acknowledgement is for what was seen");
        }
        return Said.done(
                "acknowledged wave " + state.wave(),
                new RolloutEvent.Acknowledged(now, acknowledge.by(), state.wave()));
    }

    Outcome<RolloutEvent, RolloutReply> presence(RolloutCommand.Presence presence, Instant now) {
        if (presence.by().equals(terms.executor())) {
            return Said.nothing("the executor's own stream is not the monitor's");
        }
        if (state.phase().isOver() || presence.present() == state.watches(presence.by())) {
            return Said.nothing("known");
        }
        return presence.present()
                ? Said.done("present", new RolloutEvent.MonitorCame(now, presence.by()))
                : Said.done("gone", new RolloutEvent.MonitorWent(now, presence.by()));
    }

    private Outcome<RolloutEvent, RolloutReply> over() {
        return Said.refused("it is over: " + state.phase().word());
    }
}
