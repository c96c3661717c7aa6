package dev.tidegate.health.evidence.prometheus;

import dev.tidegate.health.evidence.series.NodeSeries;
import dev.tidegate.health.evidence.series.Steps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lays an answer's series out by node and time, and keeps what they say together. */
final class Layout implements Reply.Rows {
    private final String label;
    private final Steps steps;
    private final boolean instant;
    private final NodeSeries series;
    private final double[] highest;
    private @Nullable SeriesLabels unlabelled;
    private @Nullable SeriesLabels histograms;
    private boolean labelled;

    Layout(String label, Steps steps, boolean instant, NodeSeries series) {
        this.label = label;
        this.steps = steps;
        this.instant = instant;
        this.series = series;
        this.highest = new double[steps.count()];
        Arrays.fill(highest, Double.NaN);
    }

    @Override
    public void series(SeriesLabels labels, long[] times, double[] values, int count, boolean histogram) {
        histograms = histogram ? labels : histograms;
        String name = labels.get(label);
        labelled |= name != null;
        unlabelled = name == null ? labels : unlabelled;
        String text = labels.toString();
        int place = name == null ? -1 : series.begin(name);
        for (int i = 0; i < count; i++) {
            int step = instant ? 0 : steps.index(times[i]);
            if (step < 0) {
                continue;
            }
            if (place >= 0) {
                series.put(place, step, values[i], text, "write sum by (" + label + ") (…), or another one");
            }
            highest[step] = Double.isNaN(highest[step]) ? values[i] : Math.max(highest[step], values[i]);
        }
    }

    NodeSeries numbers() {
        return series;
    }

    /** The highest number at a time over all series, whoever they are of; NaN without any. */
    double highest(int step) {
        return highest[step];
    }

    /** Why none of the answer can be used, or null. */
    @Nullable
    String unusable() {
        if (histograms != null) {
            return "the query answers native histograms, such as " + histograms
                    + ", which are no numbers; take histogram_quantile(…) or another number of it";
        }
        if (!labelled && unlabelled != null) {
            return "no series of the answer has the label \"" + label + "\" that names the node: " + unlabelled
                    + "; one series a node is meant, such as sum by (" + label + ") (…)";
        }
        return null;
    }
}
