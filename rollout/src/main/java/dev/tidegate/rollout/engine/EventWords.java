package dev.tidegate.rollout.engine;

import dev.tidegate.model.Wording;
import dev.tidegate.rollout.change.PackageSnapshot;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Events in a sentence each, for people: what happened, and why. Who did it is kept apart, for those who show it beside the
 * sentence; {@link #told} has it in its place.
 */
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

    /** What happened, without who did it. */
    public static String text(RolloutEvent event) {
        return sentence(event, "");
    }

    /** What happened and who did it. */
    public static String told(RolloutEvent event) {
        return sentence(event, by(event).map(by -> " by " + by).orElse(""));
    }

    private static String sentence(RolloutEvent event, String by) {
        String why = why(event);
        return what(event) + by + (why.isEmpty() ? "" : ": " + why);
    }

    private static String what(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.PhaseBegun begun -> phase(begun);
            case RolloutEvent.Held unused -> "it is held";
            case RolloutEvent.Resumed unused -> "it is let go on";
            case RolloutEvent.Acknowledged said -> "how wave " + said.wave() + " stands is seen and acknowledged";
            case RolloutEvent.MonitorCame unused -> "its health is watched";
            case RolloutEvent.MonitorWent unused -> "its health is no longer watched";
            case RolloutEvent.WayBackProven way -> way(way);
            case RolloutEvent.Published done ->
                done.direction() == Direction.FORWARD ? "packages are published" : "the former packages are back";
            case RolloutEvent.WatchOpened opened ->
                "the watch of wave " + opened.wave()
                        + (opened.direction() == Direction.BACK ? " begins, after it went back" : " begins");
            case RolloutEvent.WatchClosed closed -> "the watch of wave " + closed.wave() + " has ended";
            case RolloutEvent.HealthSaid said ->
                "wave " + said.wave() + (said.direction() == Direction.BACK ? ", back, is " : " is ")
                        + word(said.signal());
            case RolloutEvent.Lost lost -> lost.who() + " does not answer";
            case RolloutEvent.Found found -> found.who() + " answers again";
            case RolloutEvent.TakenUp taken -> "gateway " + taken.by() + " goes on with it after an interruption";
            case RolloutEvent.Intended intended -> order(intended.dispatch());
            case RolloutEvent.Dispatched dispatched ->
                "order " + dispatched.dispatch() + " was taken as job " + dispatched.job();
            case RolloutEvent.Withdrawn withdrawn -> "order " + withdrawn.dispatch() + " was never sent";
            case RolloutEvent.NodeSettled settled -> settled.node() + " " + became(settled.state());
            case RolloutEvent.Yielded yielded ->
                "wave " + yielded.wave()
                        + (yielded.direction() == Direction.BACK ? ", on its way back, waits" : " waits");
            case RolloutEvent.Insisted insisted -> "wave " + insisted.wave() + " goes back without waiting any longer";
            case RolloutEvent.Skipped skipped -> skipped.node() + " is " + skipped.detail();
            case RolloutEvent.Relapsed relapsed -> relapsed.node() + " has to go back again";
            case RolloutEvent.WaveBack back -> "wave " + back.wave() + " is back, every node of it proven";
            case RolloutEvent.Recorded recorded -> "what wave " + recorded.wave() + " has is written in the repository";
        };
    }

    private static String why(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.PhaseBegun begun -> begun.reason();
            case RolloutEvent.Held held -> reason(held);
            case RolloutEvent.Published done ->
                done.snapshots().stream().map(PackageSnapshot::snapshot).collect(Collectors.joining(", "));
            case RolloutEvent.HealthSaid said -> said.reason();
            case RolloutEvent.Lost lost -> lost.reason();
            case RolloutEvent.Yielded yielded -> yielded.reason();
            case RolloutEvent.Insisted insisted -> insisted.reason();
            case RolloutEvent.NodeSettled settled -> settled.detail();
            case RolloutEvent.Relapsed relapsed -> relapsed.detail();
            case RolloutEvent.Recorded recorded -> recorded.reference();
            default -> "";
        };
    }

    /** Who holds it is in the reason too, because it is shown on its own elsewhere. */
    private static String reason(RolloutEvent.Held held) {
        String name = held.by() + ": ";
        return held.reason().startsWith(name) ? held.reason().substring(name.length()) : held.reason();
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
            case WAITING -> wave + " is next";
            case APPLYING -> wave + " begins";
            case SOAKING -> wave + " soaks";
            case PULLING_BACK -> "it is being pulled back from " + wave + " on";
            case DONE -> "it is done";
            case PULLED_BACK -> "it has been pulled back";
            case ABORTED -> "it is aborted, nodes stay as they are";
        };
    }

    private static String became(NodeState state) {
        return switch (state) {
            case IN_FLIGHT -> "is on its way";
            case PROVEN -> "is proven";
            case FAILED -> "has failed";
            case UNREACHABLE -> "cannot be reached";
            case TIMED_OUT -> "has not answered in time";
            case UNKNOWN -> "is in a state that nobody knows";
        };
    }

    private static String way(RolloutEvent.WayBackProven way) {
        int nodes = way.former().stream().mapToInt(one -> one.nodes().size()).sum();
        String to = way.former().stream().map(one -> shortened(one.revision())).collect(Collectors.joining(", "));
        String words = "the way back is known for " + Wording.count(nodes, "node")
                + (way.former().size() > 1 ? ", to one of " : ", to ") + to;
        int silent = way.silent().size();
        return (nodes == 0 ? "the way back is known for no node" : words)
                + (silent == 0
                        ? ""
                        : "; " + Wording.count(silent, "node") + (silent == 1 ? " does" : " do")
                                + " not say what is on it");
    }

    private static String order(Dispatch dispatch) {
        int nodes = dispatch.nodes().size();
        return Wording.count(nodes, "node") + " of wave " + dispatch.wave() + (nodes == 1 ? " goes " : " go ")
                + (dispatch.direction() == Direction.FORWARD ? "to " : "back to ") + shortened(dispatch.revision())
                + ", by order " + dispatch.id();
    }

    private static String shortened(String revision) {
        return revision.substring(0, Math.min(SHOWN, revision.length()));
    }
}
