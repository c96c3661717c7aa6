package dev.tidegate.health.judge;

import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Limit;
import org.jspecify.annotations.Nullable;

/** A hard limit over rounds: how many nodes are beyond it, for how many rounds in a row. */
final class LimitRule {
    /** A control excuses the watched nodes when its share beyond the limit is at least this part of theirs. */
    private static final double EXCUSES = 0.5;

    private final Limit limit;
    private final Direction direction;
    private int streak;
    private int crossing;
    private double distance = Double.NaN;
    private boolean excused;

    LimitRule(Limit limit, Direction direction) {
        this.limit = limit;
        this.direction = direction;
    }

    /** Takes in a round; true when the limit is crossed now, by enough nodes and for long enough. */
    boolean crossed(Sample watched, @Nullable Sample control) {
        distance = Double.NaN;
        crossing = 0;
        for (int i = 0; i < watched.values().length; i++) {
            double left = left(watched.level(i));
            if (!Double.isNaN(left)) {
                distance = Double.isNaN(distance) ? left : Math.min(distance, left);
                crossing += left < 0 ? 1 : 0;
            }
        }
        double share = crossing / (double) watched.values().length;
        boolean enough = crossing > 0 && share >= limit.nodes();
        streak = enough ? streak + 1 : 0;
        excused = enough && control != null && controlShare(control) >= Math.max(limit.nodes(), EXCUSES * share);
        return streak >= limit.rounds();
    }

    /** Nothing is known of this round: a row of rounds is neither lengthened nor ended by it. */
    void pass() {
        distance = Double.NaN;
        excused = false;
    }

    private double controlShare(Sample control) {
        int beyond = 0;
        for (int j = 0; j < control.values().length; j++) {
            beyond += left(control.level(j)) < 0 ? 1 : 0;
        }
        return control.values().length == 0 ? 0 : beyond / (double) control.values().length;
    }

    private double left(double level) {
        return switch (direction) {
            case UP -> limit.value() - level;
            case DOWN -> level - limit.value();
            case EITHER -> limit.value() - Math.abs(level);
        };
    }

    /** Whether the control is beyond it as well. */
    boolean excused() {
        return excused;
    }

    int crossing() {
        return crossing;
    }

    /** From the worst node to the limit; negative beyond it. */
    double distance() {
        return distance;
    }

    double value() {
        return limit.value();
    }
}
