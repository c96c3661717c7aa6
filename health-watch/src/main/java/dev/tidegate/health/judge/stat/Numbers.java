package dev.tidegate.health.judge.stat;

/** The few special functions that the tests need. */
public final class Numbers {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private Numbers() {}

    /** ln Γ(x) for x above 0, by Stirling's series after moving x above 8; relative error below 1e-13. */
    public static double logGamma(double x) {
        double shift = 1;
        double y = x;
        while (y < 8) {
            shift *= y;
            y += 1;
        }
        double inverse = 1 / y;
        double square = inverse * inverse;
        double series = inverse
                * (1.0 / 12
                        + square
                                * (-1.0 / 360
                                        + square * (1.0 / 1260 + square * (-1.0 / 1680 + square * (1.0 / 1188)))));
        return (y - 0.5) * Math.log(y) - y + HALF_LOG_TWO_PI + series - Math.log(shift);
    }

    /** ln of the rising factorial Γ(x + n) / Γ(x) for x above 0 and n at least 0. */
    public static double logRising(double x, double n) {
        return n == 0 ? 0 : logGamma(x + n) - logGamma(x);
    }

    /** The standard normal's quantile, by Acklam's rational approximation; absolute error below 1e-8 of a probability. */
    public static double normalQuantile(double p) {
        if (p <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (p >= 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (p > 0.5) {
            return -normalQuantile(1 - p);
        }
        if (p < 0.02425) {
            double q = Math.sqrt(-2 * Math.log(p));
            return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
                                                            - 2.549732539343734)
                                                    * q
                                            + 4.374664141464968)
                                    * q
                            + 2.938163982698783)
                    / ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
                                            + 3.754408661907416)
                                    * q
                            + 1);
        }
        double q = p - 0.5;
        double r = q * q;
        return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                                                        + 1.383577518672690e+02)
                                                * r
                                        - 3.066479806614716e+01)
                                * r
                        + 2.506628277459239)
                * q
                / (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                                                        + 6.680131188771972e+01)
                                                * r
                                        - 1.328068155288572e+01)
                                * r
                        + 1);
    }

    /** Student's t quantile for p above one half, by Hill's expansion; good to 1 % from three degrees of freedom on. */
    public static double studentQuantile(double p, double degrees) {
        double z = normalQuantile(p);
        double n = Math.max(degrees, 1);
        // sinh-like correction: the normal quantile of a log-transformed t (Wallace 1959), inverted
        double w = z * (8 * n + 3) / (8 * n + 1);
        return Math.sqrt(n * Math.expm1(w * w / n));
    }
}
