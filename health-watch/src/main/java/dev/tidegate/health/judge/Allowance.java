package dev.tidegate.health.judge;

import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;

/** How far a level may be from what is expected, one way. */
record Allowance(int sign, double relative, double absolute) {

    /** The ways in which a signal of this direction gets worse: up, down or both. */
    static Allowance[] of(Direction direction, Comparison comparison) {
        Allowance up = new Allowance(1, comparison.relative(), comparison.absolute());
        Allowance down = new Allowance(-1, comparison.relative(), comparison.absolute());
        return switch (direction) {
            case UP -> new Allowance[] {up};
            case DOWN -> new Allowance[] {down};
            case EITHER -> new Allowance[] {up, down};
        };
    }

    boolean up() {
        return sign > 0;
    }

    double margin(double expected) {
        return relative * Math.abs(expected) + absolute;
    }

    /** By which factor, and how much on top, a rate may differ. */
    double factor() {
        return up() ? 1 + relative : Math.max(1 - relative, 0.01);
    }

    double extra() {
        return sign * absolute;
    }
}
