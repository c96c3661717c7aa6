package dev.tidegate.gate;

/** What some alarms in some runs say about the probability of an alarm. */
final class Binomial {
    private Binomial() {}

    /** The probability above which so few alarms would come in at most 5 % of such series of runs. */
    static double upper(int alarms, int runs) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (atMost(alarms, runs, middle) > 0.05) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** How likely so many alarms or more are at a probability. */
    static double atLeast(int alarms, int runs, double probability) {
        return alarms == 0 ? 1 : 1 - atMost(alarms - 1, runs, probability);
    }

    private static double atMost(int alarms, int runs, double probability) {
        if (alarms >= runs) {
            return 1;
        }
        double log = runs * Math.log1p(-probability);
        double sum = Math.exp(log);
        for (int k = 1; k <= alarms; k++) {
            log += Math.log((runs - k + 1.0) / k) + Math.log(probability) - Math.log1p(-probability);
            sum += Math.exp(log);
        }
        return sum;
    }
}
