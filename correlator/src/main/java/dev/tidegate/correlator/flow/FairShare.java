package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.image.Leases.Holding;
import dev.tidegate.correlator.image.Leases.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which partitions a correlator should take or give up, given how things stand. Everybody counts the same living
 * members in the same order, so the shares add up to all partitions without anybody in charge.
 *
 * @param claim free partitions to take, lowest first
 * @param release own partitions beyond the share, highest first
 */
record FairShare(List<Integer> claim, List<Integer> release) {
    /**
     * @param me must be among the living
     * @param own partitions this correlator runs
     */
    static FairShare of(String me, int partitions, Standing standing, Set<Integer> own) {
        int share = share(me, partitions, standing.alive());
        List<Integer> release = new ArrayList<>(new TreeSet<>(own).descendingSet());
        while (!release.isEmpty() && own.size() - release.size() < share) {
            release.removeLast();
        }
        Set<Integer> taken = new HashSet<>(own);
        for (Holding holding : standing.held()) {
            if (!holding.owner().equals(me)) {
                taken.add(holding.partition());
            }
        }
        List<Integer> claim = new ArrayList<>();
        for (int partition = 0; partition < partitions && own.size() + claim.size() < share; partition++) {
            if (!taken.contains(partition)) {
                claim.add(partition);
            }
        }
        return new FairShare(claim, release);
    }

    /** The same for everybody, one more for those who come first by name when it does not divide. */
    private static int share(String me, int partitions, List<String> alive) {
        int place = alive.indexOf(me);
        if (place < 0) {
            throw new IllegalArgumentException(me + " is not among the living " + alive);
        }
        return partitions / alive.size() + (place < partitions % alive.size() ? 1 : 0);
    }
}
