package dev.tidegate.health.judge;

/** A mean over the last rounds, each a little less than the one after it. */
final class Recent {
    private static final double KEEP = 0.75;

    private double value;
    private double weight;

    void add(double number, double of) {
        if (Double.isNaN(number) || Double.isNaN(of)) {
            return;
        }
        value = value * KEEP + number;
        weight = weight * KEEP + of;
    }

    double mean() {
        return weight > 0 ? value / weight : Double.NaN;
    }
}
