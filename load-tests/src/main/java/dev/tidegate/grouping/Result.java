package dev.tidegate.grouping;

import java.util.List;

/**
 * How one variant of a data set is grouped, against one true grouping.
 *
 * @param area macro area under the step curve of true negative rate and recall, over the strengths
 */
record Result(String set, String variant, String truth, int alerts, double area, List<At> at) {

    /**
     * At one strength.
     *
     * @param tnr share of the pairs that are rightly apart
     * @param recall share of the pairs that belong together and are
     * @param incidents of all sites
     * @param reduction alerts an incident
     */
    record At(double strength, double tnr, double recall, int incidents, double reduction) {}
}
