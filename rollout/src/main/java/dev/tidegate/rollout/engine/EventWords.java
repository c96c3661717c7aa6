package dev.tidegate.rollout.engine;

import java.util.Optional;

/** Events in a sentence each, for people. */
public final class EventWords {
    private static final int SHOWN = 12;

    private EventWords() {}

    /** Who did it; empty for the rollout itself. */
    public static Optional<String> by(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.PhaseBegun begun -> person(begun.by());
            case RolloutEvent.Held held -> person(held.by());
            case RolloutEvent.Resumed resumed -> person(resumed.by());
            case RolloutEvent.Acknowledged acknowledged -> person(acknowledged.by());
            case RolloutEvent.MonitorCame came -> person(came.by());
            case RolloutEvent.MonitorWent went -> person(went.by());
            default -> Optional.empty();
        };
    }

    private static Optional<String> person(String by) {
        return by.equals(Rollout.ITSELF) ? Optional.empty() : Optional.of(by);
    }

    /** What happened. */
    public static String text(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.PhaseBegun begun -> phase(begun);
            case RolloutEvent.Held held -> "it is held: " + held.reason();
            case RolloutEvent.Resumed resumed -> "it goes on";
            case RolloutEvent.Acknowledged said -> said.by() + " has seen how wave " + said.wave() + " stands";
            case RolloutEvent.MonitorCame came -> came.by() + " watches";
            case RolloutEvent.MonitorWent went -> went.by() + " does not watch any more";
            case RolloutEvent.WayBackProven way -> way(way);
            case RolloutEvent.Published done ->
                (done.direction() == Direction.FORWARD ? "packages are published: " : "the former packages are back: ")
                        + String.join(
                                ", ",
                                done.snapshots().stream()
                                        .map(one -> one.snapshot())
                                        .toList());
            case RolloutEvent.WatchOpened opened ->
                "the health of wave " + opened.wave() + " is watched"
                        + (opened.direction() == Direction.BACK ? " after it went back" : "");
            case RolloutEvent.WatchClosed closed -> "the watch of wave " + closed.wave() + " is closed";
            case RolloutEvent.HealthSaid said ->
                "wave " + said.wave() + (said.direction() == Direction.BACK ? ", back, is " : " is ")
                        + word(said.signal()) + ": " + said.reason();
            case RolloutEvent.Lost lost -> lost.who() + " does not answer: " + lost.reason();
            case RolloutEvent.Found found -> found.who() + " answers again";
            case RolloutEvent.TakenUp taken -> "gateway " + taken.by() + " goes on with it after an interruption";
            case RolloutEvent.Intended intended -> order(intended.dispatch());
            case RolloutEvent.Dispatched dispatched ->
                "order " + dispatched.dispatch() + " was taken as job " + dispatched.job();
            case RolloutEvent.Withdrawn withdrawn -> "order " + withdrawn.dispatch() + " was never sent";
            case RolloutEvent.NodeSettled settled ->
                settled.node() + " is " + settled.state().word() + ": " + settled.detail();
            case RolloutEvent.Skipped skipped -> skipped.node() + " is " + skipped.detail();
            case RolloutEvent.Relapsed relapsed -> relapsed.node() + " has to go back again: " + relapsed.detail();
            case RolloutEvent.WaveBack back -> "wave " + back.wave() + " is back, every node of it proven";
            case RolloutEvent.Recorded recorded ->
                "what wave " + recorded.wave() + " has is written in the repository: " + recorded.reference();
        };
    }

    /** A signal as it is said. */
    public static String word(RolloutCommand.Health.Signal signal) {
        return switch (signal) {
            case HEALTHY -> "healthy";
            case UNHEALTHY -> "unhealthy";
            case EARLY, INCONCLUSIVE -> "inconclusive";
        };
    }

    private static String phase(RolloutEvent.PhaseBegun begun) {
        String wave = "wave " + begun.wave();
        return switch (begun.phase()) {
            case WAITING -> wave + " is next: " + begun.reason();
            case APPLYING -> wave + " begins: " + begun.reason();
            case SOAKING -> wave + " soaks: " + begun.reason();
            case PULLING_BACK -> "it is pulled back, from wave " + begun.wave() + " on: " + begun.reason();
            case DONE -> "it is done: " + begun.reason();
            case PULLED_BACK -> "it is pulled back: " + begun.reason();
            case ABORTED -> "it is aborted, nodes stay as they are: " + begun.reason();
        };
    }

    private static String way(RolloutEvent.WayBackProven way) {
        int nodes = way.former().stream().mapToInt(one -> one.nodes().size()).sum();
        String words = "the way back is known for " + nodes + " nodes, to "
                + way.former().size() + " revisions";
        return way.silent().isEmpty() ? words : words + "; " + way.silent().size() + " do not say what they have";
    }

    private static String order(Dispatch dispatch) {
        String to = dispatch.revision()
                .substring(0, Math.min(SHOWN, dispatch.revision().length()));
        return "order " + dispatch.id() + ": " + dispatch.nodes().size() + " nodes of wave " + dispatch.wave()
                + (dispatch.direction() == Direction.FORWARD ? " go to " : " go back to ") + to;
    }
}
