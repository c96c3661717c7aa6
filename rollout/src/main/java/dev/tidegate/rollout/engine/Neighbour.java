package dev.tidegate.rollout.engine;

/**
 * Another rollout that has a member of a quorum group.
 *
 * @param rollout its id
 * @param grip what it has
 */
public record Neighbour(String rollout, String title, Grip grip) {
    /** Why nothing else in this group is touched now. */
    String words() {
        return "rollout " + rollout + " (" + title + ") "
                + (grip.moving() ? "moves " + grip.node() : "is not through with " + grip.node()) + " of quorum group "
                + grip.group() + ", of which no two members go together";
    }
}
