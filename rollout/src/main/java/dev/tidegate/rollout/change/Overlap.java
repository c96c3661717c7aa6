package dev.tidegate.rollout.change;

/**
 * Another change that touches some of the same nodes.
 *
 * @param state as the change tells it, or {@code running}
 * @param nodes how many of them
 * @param example one of them
 */
public record Overlap(String id, String title, String state, int nodes, String example) {

    /** Whether the other one goes first: it is approved or runs. */
    public boolean blocks() {
        return state.equals("approved") || state.equals("emergency") || state.equals("running");
    }

    /** In words. */
    public String words() {
        return "change " + id + " (" + title + "), which is " + state + ", touches " + nodes + " of the same nodes, "
                + example + " among them";
    }
}
