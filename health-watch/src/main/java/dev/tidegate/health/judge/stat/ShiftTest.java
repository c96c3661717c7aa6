package dev.tidegate.health.judge.stat;

import java.util.Arrays;

/** The e-process of levels: bets that series of differences are above what is allowed, round after round. */
public final class ShiftTest {
    private final Capital capital;
    private final double[] before;
    private final double[] innovations;
    private final double[] paid = new double[SeriesModel.BET_COUNT];
    private long round;

    public ShiftTest(int series) {
        capital = new Capital(series, Capital.evenly(SeriesModel.BET_COUNT));
        innovations = new double[series];
        before = new double[series];
        Arrays.fill(before, Double.NaN);
    }

    /**
     * Takes in a round.
     *
     * @param models of each series, or one for all of them; learnt from rounds before this one
     * @param differences by which each series is above what is allowed; NaN where not known
     */
    public void update(SeriesModel[] models, double[] differences) {
        double stake = Starts.stake(++round);
        for (int i = 0; i < differences.length; i++) {
            double y = differences[i];
            if (Double.isNaN(y)) {
                capital.hold(i, stake);
                innovations[i] = Double.NaN;
            } else {
                SeriesModel model = models[models.length == 1 ? 0 : i];
                innovations[i] = model.innovation(y, before[i]);
                model.pay(innovations[i], paid);
                capital.play(i, stake, paid);
            }
            before[i] = y;
        }
        capital.settle();
    }

    /** The whitened difference of a series in the last round, in units of its noise; NaN where not known. */
    public double innovation(int series) {
        return innovations[series];
    }

    /** The e-value of all series together. */
    public double evidence() {
        return capital.all();
    }

    public double evidence(int series) {
        return capital.of(series);
    }
}
