package dev.tidegate.rollout.story;

import dev.tidegate.model.Wording;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rollout as it is told afterwards, or up to now: line by line, and in parts that a page can lay out.
 *
 * @param lines what happened, in plain words, in order; nodes that went well are told with their wave only
 * @param waves that were begun, in order
 * @param turns where it was held, let go on, turned back or ended, in order
 * @param presences who watched it, and when
 * @param agreements who answered for which wave
 */
public record Chronicle(
        List<Line> lines,
        List<WaveStory> waves,
        List<Turn> turns,
        List<Presence> presences,
        List<Agreement> agreements) {
    public Chronicle {
        lines = List.copyOf(lines);
        waves = List.copyOf(waves);
        turns = List.copyOf(turns);
        presences = List.copyOf(presences);
        agreements = List.copyOf(agreements);
    }

    /** @param events all of them, in order */
    public static Chronicle of(Brief brief, List<RolloutEvent> events) {
        Telling telling = new Telling(brief);
        events.forEach(telling::hear);
        return telling.story();
    }

    /** Its lines, one below the other. */
    public String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(Wording.moment(line.at()))
                .append("  ")
                .append(line.text())
                .append(".\n"));
        return text.toString();
    }

    /** Something that happened, in a sentence without its full stop. */
    public record Line(Instant at, String text) {}

    /**
     * What became of a wave.
     *
     * @param nodes that it has
     * @param begun when its first node was to be told
     * @param settled when all its nodes had settled, and it was watched
     * @param left when it was over: the next one came, or it all ended or turned back
     * @param states how many nodes ended how
     * @param seen verdicts on its health, each with when it was first said
     * @param back how it went back; empty when it did not
     */
    public record WaveStory(
            int number,
            int nodes,
            Instant begun,
            Optional<Instant> settled,
            Optional<Instant> left,
            Map<NodeState, Integer> states,
            List<Seen> seen,
            Optional<Back> back) {
        public WaveStory {
            states = Map.copyOf(states);
            seen = List.copyOf(seen);
        }
    }

    /**
     * How a wave went back.
     *
     * @param begun when its first node was to be told
     * @param ended when every touched node was proven to be back; empty when it is not
     */
    public record Back(Instant begun, Optional<Instant> ended, Map<NodeState, Integer> states, List<Seen> seen) {
        public Back {
            states = Map.copyOf(states);
            seen = List.copyOf(seen);
        }
    }

    /** A verdict; the reason is the last one that was given for it before it changed. */
    public record Seen(Instant at, Signal signal, String reason) {}

    /**
     * Where it took another way.
     *
     * @param by empty when the rollout did it by itself
     */
    public record Turn(Instant at, What what, int wave, Optional<String> by, String reason) {}

    /** What was turned. */
    public enum What {
        HELD,
        RESUMED,
        /** Somebody who was needed did not answer. */
        LOST,
        FOUND,
        /** It waits for another rollout that has a member of the same quorum group. */
        YIELDED,
        /** On the way back it has waited for long enough. */
        INSISTED,
        /** Another gateway, named by the reason, goes on with it. */
        TAKEN_UP,
        PULLING_BACK,
        DONE,
        PULLED_BACK,
        ABORTED
    }

    /** Somebody watched; until now when there is no end. */
    public record Presence(String name, Instant from, Optional<Instant> to) {}

    /** The monitor has seen how a wave stands, and said so. */
    public record Agreement(String name, int wave, Instant at) {}
}
