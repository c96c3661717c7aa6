package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.SeriesModel;

/** The mean of differences since the change, in standard errors: no proof, but a reason not to say yet that all is well. */
final class Leaning {
    private double sum;
    private long count;
    private double deviation = Double.NaN;

    void add(double difference, SeriesModel model) {
        if (!Double.isNaN(difference)) {
            sum += difference;
            count++;
            double rho = model.rho();
            deviation = model.noise() * Math.sqrt((1 + rho) / (1 - rho));
        }
    }

    /** How many standard errors the mean is beyond what is allowed. */
    double beyond() {
        return count == 0 ? 0 : sum / Math.sqrt((double) count) / deviation;
    }
}
