package dev.tidegate.grouping;

import dev.tidegate.correlator.replay.AlertLine;
import java.util.List;
import java.util.SortedMap;

/**
 * Alerts of a data set, told in one way.
 *
 * @param set the data set's name
 * @param name how its alerts are told
 * @param sites correlated each for itself, as nothing crosses from one to the other; at least one
 */
record Variant(String set, String name, List<Site> sites) {

    /**
     * One site's alerts and what is true of them.
     *
     * @param alerts numbered from 0
     * @param truths by the name of a true grouping, the label of each alert, in the same order. All sites of a variant
     *     have the same groupings, and each has at least one label that is no noise
     */
    record Site(String name, List<AlertLine> alerts, SortedMap<String, List<String>> truths) {}

    int alerts() {
        return sites.stream().mapToInt(site -> site.alerts.size()).sum();
    }
}
