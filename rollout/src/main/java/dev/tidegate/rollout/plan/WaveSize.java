package dev.tidegate.rollout.plan;

/** How many nodes a wave takes. */
public sealed interface WaveSize {

    /** Of so many nodes, how many; rounded down, because a smaller wave harms less, but at least one. */
    int of(int all, int left);

    /** So many nodes. */
    record Count(int nodes) implements WaveSize {
        public Count {
            if (nodes < 1) {
                throw new IllegalArgumentException("a wave of " + nodes + " nodes is empty");
            }
        }

        @Override
        public int of(int all, int left) {
            return Math.min(nodes, left);
        }
    }

    /** A share of all nodes, above 0 and below 1. */
    record Share(double share) implements WaveSize {
        public Share {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "a wave's share must be above 0 and below 1 of all nodes, not " + share);
            }
        }

        @Override
        public int of(int all, int left) {
            return Math.min(Math.max(1, (int) Math.floor(all * share)), left);
        }
    }

    /** All nodes that are left. Not allowed for the first wave. */
    record Rest() implements WaveSize {
        @Override
        public int of(int all, int left) {
            return left;
        }
    }
}
