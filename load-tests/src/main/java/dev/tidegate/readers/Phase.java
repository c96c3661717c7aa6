package dev.tidegate.readers;

import java.util.List;

/**
 * Some time of a watch.
 *
 * @param arrived milliseconds from the beginning of a round to its frame at one reader, in order
 */
record Phase(Lateness counted, List<Long> arrived) {
    long arrivedAt(double share) {
        return arrived.isEmpty()
                ? -1
                : arrived.get((int) Math.min(arrived.size() - 1L, (long) (share * arrived.size())));
    }
}
