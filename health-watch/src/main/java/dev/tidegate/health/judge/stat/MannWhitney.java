package dev.tidegate.health.judge.stat;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Kayenta's classifier, for people who come from there: the Mann-Whitney test's confidence interval of the shift between
 * two sets of values, seen once.
 *
 * <p>It gives the same answers as spinnaker/kayenta's {@code MannWhitneyClassifier}, except that the ends of the interval
 * are found to a share of the values' range and not to a ten-thousandth of the unit, so that a signal of size 1e-5 is judged
 * like one of size 1. It is not used for verdicts: it assumes independent values, and that they are looked at once.
 *
 * @param confidence of the interval, 0.98 in Kayenta's judge
 * @param tolerance by which share of the estimated shift the interval must be away from 0, 0.25 there
 * @param effect how large the effect must be as well; null takes every size
 */
public record MannWhitney(
        double confidence,
        double tolerance,
        Measure measure,
        @Nullable Effect effect) {
    public static final MannWhitney DEFAULT = new MannWhitney(0.98, 0.25, Measure.MEAN_RATIO, null);

    private static final int HALVINGS = 80;
    private static final double JITTER = 1e-5;
    private static final double NOTHING = 1e-9;

    public enum Way {
        INCREASE,
        DECREASE,
        EITHER
    }

    /** How an effect's size is told. */
    public enum Measure {
        /** Mean of the experiment over mean of the control. */
        MEAN_RATIO,
        /** Probability that a value of the experiment is above one of the control. */
        CLES
    }

    /** Sizes at or below which it is low, at or above which it is high. */
    public record Effect(double low, double high) {}

    public enum Label {
        PASS,
        HIGH,
        LOW,
        NODATA
    }

    /**
     * @param low end of the shift's confidence interval; NaN when it was not needed
     * @param effect by the measure; 1 when it was not needed
     */
    public record Result(Label label, double low, double high, double shift, double effect) {
        static Result of(Label label) {
            return new Result(label, Double.NaN, Double.NaN, Double.NaN, 1);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s (shift %.4g in [%.4g, %.4g], effect %.4g)", label, shift, low, high, effect);
        }
    }

    /**
     * @param control NaNs are left out
     * @param experiment NaNs are left out
     * @param nothingPasses whether missing values pass, as Kayenta's strategy "replace" has it
     */
    public Result classify(double[] control, double[] experiment, Way way, boolean nothingPasses) {
        double[] y = sorted(control);
        double[] x = sorted(experiment);
        if (x.length == 0 || y.length == 0) {
            return Result.of(nothingPasses ? Label.PASS : Label.NODATA);
        }
        if (Arrays.equals(x, y) || x[0] == x[x.length - 1] && y[0] == y[y.length - 1] && x[0] == y[0]) {
            return Result.of(Label.PASS);
        }
        double size = size(y, x);
        if (x[0] == x[x.length - 1] && y[0] == y[y.length - 1]) {
            jitter(x);
            jitter(y);
        }
        double z = -Numbers.normalQuantile((1 - confidence) / 2);
        double low = root(x, y, z);
        double high = root(x, y, -z);
        double shift = root(x, y, 0);
        double range = Math.max(x[x.length - 1], y[y.length - 1]) - Math.min(x[0], y[0]);
        if (Math.max(Math.abs(low), Math.abs(high)) <= NOTHING * range) {
            // ties at no shift swallow the whole interval: the test itself still says whether no shift is believed
            double none = standardised(x, y, 0);
            low = none > z ? range * NOTHING : 0;
            high = none < -z ? -range * NOTHING : 0;
            shift = 0;
        }
        double bound = tolerance * Math.abs(shift);
        Label label = Label.PASS;
        if (way != Way.DECREASE && low > bound && (effect == null || size >= effect.high())) {
            label = Label.HIGH;
        } else if (way != Way.INCREASE && high < -bound && (effect == null || size <= effect.low())) {
            label = Label.LOW;
        }
        return new Result(label, low, high, shift, size);
    }

    private double size(double[] control, double[] experiment) {
        if (measure == Measure.MEAN_RATIO) {
            return SeriesModel.mean(experiment) / SeriesModel.mean(control);
        }
        double above = 0;
        for (double x : experiment) {
            for (double y : control) {
                above += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }
        return above / experiment.length / control.length;
    }

    /** Where the standardised rank sum of the experiment, moved down by a shift, comes below a quantile; by halving. */
    private static double root(double[] x, double[] y, double quantile) {
        double low = x[0] - y[y.length - 1];
        double high = x[x.length - 1] - y[0];
        if (standardised(x, y, low) <= quantile) {
            return low;
        }
        if (standardised(x, y, high) >= quantile) {
            return high;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low + (high - low) / 2;
            if (standardised(x, y, middle) > quantile) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    /** As R's wilcox.test has it: normal approximation with ties and continuity correction. */
    private static double standardised(double[] x, double[] y, double shift) {
        int m = x.length;
        int n = y.length;
        double[] all = new double[m + n];
        for (int i = 0; i < m; i++) {
            all[i] = x[i] - shift;
        }
        System.arraycopy(y, 0, all, m, n);
        double[] order = all.clone();
        Arrays.sort(order);
        double ties = 0;
        double ranks = 0;
        int at = 0;
        // both halves are sorted already: the rank of an x is found by walking along the ties of the whole
        for (int start = 0; start < order.length; start = at) {
            at = start + 1;
            while (at < order.length && order[at] == order[start]) {
                at++;
            }
            double tied = at - start;
            ties += tied * tied * tied - tied;
            double rank = (start + 1 + at) / 2.0;
            ranks += rank * count(all, m, order[start]);
        }
        double mn = (double) m * n;
        double centred = ranks - m * (m + 1) / 2.0 - mn / 2;
        double corrected = centred - 0.5 * Math.signum(centred);
        double sigma = Math.sqrt(mn / 12 * (m + n + 1 - ties / ((m + n) * (m + n - 1.0))));
        return sigma == 0 ? 0 : corrected / sigma;
    }

    /** How many of the first m, which are sorted, are equal to a value. */
    private static int count(double[] values, int m, double value) {
        int found = Arrays.binarySearch(values, 0, m, value);
        if (found < 0) {
            return 0;
        }
        int first = found;
        int last = found;
        while (first > 0 && values[first - 1] == value) {
            first--;
        }
        while (last < m - 1 && values[last + 1] == value) {
            last++;
        }
        return last - first + 1;
    }

    private static double[] sorted(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    /** Values that are all the same are spread a little, evenly and not by chance. */
    private static void jitter(double[] values) {
        double step = Math.abs(values[0]) * JITTER / Math.max(values.length - 1, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] += step * (i - (values.length - 1) / 2.0);
        }
    }
}
