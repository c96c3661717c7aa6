package dev.tidegate.health.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Picks the few that stand out most, in one pass. */
final class Worst {
    private Worst() {}

    /** The highest first; equals in their own order; what has no number, or the lowest, never. */
    static List<Integer> of(int nodes, int most, IntToDoubleFunction height) {
        List<Integer> picked = new ArrayList<>(most + 1);
        double[] heights = new double[most + 1];
        for (int node = 0; node < nodes; node++) {
            double here = height.applyAsDouble(node);
            if (Double.isNaN(here) || here == Double.NEGATIVE_INFINITY) {
                continue;
            }
            int at = picked.size();
            while (at > 0 && heights[at - 1] < here) {
                at--;
            }
            if (at < most) {
                System.arraycopy(heights, at, heights, at + 1, most - at);
                heights[at] = here;
                picked.add(at, node);
                if (picked.size() > most) {
                    picked.removeLast();
                }
            }
        }
        return picked;
    }
}
