package dev.tidegate.health.evidence.series;

import java.time.Duration;

/**
 * Levels stay what they were until they are measured again: a time without a number takes the newest one before it. How
 * old such a number may be at most is told as its age, for a signal's bound to decide by.
 */
public final class Carried implements Ages {
    private final NodeSeries numbers;
    private final Duration step;
    private final int[][] back;

    private Carried(NodeSeries numbers, Duration step, int[][] back) {
        this.numbers = numbers;
        this.step = step;
        this.back = back;
    }

    /**
     * @param series begins {@code before} steps before the times that are meant
     * @param step between two of its times; a number is of the step that ends at its time
     * @param carry whether numbers stay; else each time has its own or none
     */
    public static Carried of(NodeSeries series, int before, Duration step, boolean carry) {
        int count = series.steps() - before;
        NodeSeries numbers = series.tail(before);
        int[][] back = new int[count][series.nodes().size()];
        if (carry) {
            for (int place = 0; place < series.nodes().size(); place++) {
                carry(series, before, numbers, back, place);
            }
        }
        return new Carried(numbers, step, back);
    }

    private static void carry(NodeSeries series, int before, NodeSeries numbers, int[][] back, int place) {
        int newest = -1;
        for (int index = 0; index < series.steps(); index++) {
            if (series.has(place, index) && !Double.isNaN(series.value(place, index))) {
                newest = index;
            } else if (index >= before && newest >= 0) {
                numbers.fill(place, index - before, series.value(place, newest));
                back[index - before][place] = index - newest;
            }
        }
    }

    public NodeSeries numbers() {
        return numbers;
    }

    @Override
    public Duration age(int place, int step) {
        int steps = back[step][place];
        return steps == 0 ? Duration.ZERO : this.step.multipliedBy(steps + 1L);
    }
}
