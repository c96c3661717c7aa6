package dev.tidegate.rollout.engine;

import java.util.List;

/** What happened in a rollout, a line each, in plain words; nodes that went well are told with their wave only. */
public final class Story {
    private Story() {}

    /** @param events all of them, in order */
    public static String of(Brief brief, List<RolloutEvent> events) {
        StringBuilder text = new StringBuilder();
        text.append(Wording.moment(brief.begunAt()))
                .append("  ")
                .append(brief.terms().executor())
                .append(" began to roll out \"")
                .append(brief.title())
                .append("\" to ")
                .append(Wording.count(brief.terms().nodes().size(), "node"))
                .append(" in ")
                .append(Wording.count(brief.terms().waves().size(), "wave"))
                .append(".\n");
        events.stream()
                .filter(Story::isTold)
                .forEach(event -> text.append(Wording.moment(event.at()))
                        .append("  ")
                        .append(EventWords.told(event))
                        .append(".\n"));
        return text.toString();
    }

    private static boolean isTold(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.NodeSettled settled -> settled.state() != NodeState.PROVEN;
            case RolloutEvent.Dispatched unused -> false;
            default -> true;
        };
    }
}
