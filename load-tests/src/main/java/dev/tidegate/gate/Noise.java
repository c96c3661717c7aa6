package dev.tidegate.gate;

import java.util.Random;

/** How a made-up signal of one node goes on: one value a round, at a level that may be multiplied. */
interface Noise {
    /** The next value. */
    double next(double factor);

    /** Independent values around 100, standard deviation 15. */
    static Noise iid(Random random) {
        return ar(random, 0);
    }

    /** An autoregressive series around 100, standard deviation 15. */
    static Noise ar(Random random, double rho) {
        double[] state = {random.nextGaussian()};
        return factor -> {
            state[0] = rho * state[0] + Math.sqrt(1 - rho * rho) * random.nextGaussian();
            return (100 + 15 * state[0]) * factor;
        };
    }

    /** Poisson counts whose mean, {@code mean} on average, is drawn anew each round from a gamma with this shape. */
    static Noise counts(Random random, double mean, double shape) {
        return factor -> poisson(random, mean * factor * gamma(random, shape) / shape);
    }

    private static double gamma(Random random, double shape) {
        double sum = 0;
        for (int i = 0; i < (int) shape; i++) {
            sum -= Math.log(1 - random.nextDouble());
        }
        return sum;
    }

    private static double poisson(Random random, double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
