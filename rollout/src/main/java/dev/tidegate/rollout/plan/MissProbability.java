package dev.tidegate.rollout.plan;

/**
 * How likely it is that a sample shows nothing of a defect: drawing {@code touched} of {@code all} nodes without putting
 * back, when {@code bad} of them have it (hypergeometric). For many nodes it comes to {@code (1 - f)^n}: one node misses a
 * defect of every tenth node nine times out of ten, twenty nodes one time out of eight.
 */
final class MissProbability {
    private MissProbability() {}

    static double of(int all, double share, int touched) {
        int bad = Math.max(1, (int) Math.round(all * share));
        if (touched > all - bad) {
            return 0;
        }
        double missed = 1;
        // the smaller of the two products; both are C(all - bad, touched) / C(all, touched)
        int factors = Math.min(bad, touched);
        int other = Math.max(bad, touched);
        for (int i = 0; i < factors; i++) {
            missed *= (double) (all - other - i) / (all - i);
        }
        return missed;
    }
}
