package dev.tidegate.gateway.alertmanager;

import dev.tidegate.model.Labels;
import java.util.Comparator;
import java.util.TreeSet;

/** The orders in which Alertmanager lists groups and the alerts in them. */
public final class AlertOrder {
    /** Fewer labels first, then by the first label that differs; as Prometheus' {@code LabelSet.Before}. */
    public static final Comparator<Labels> LABELS = AlertOrder::compareLabels;

    /** By job, by instance, by all labels; who has no job or no instance comes last. */
    public static final Comparator<Labels> IN_GROUP = Comparator.comparing((Labels labels) -> labels, absentLast("job"))
            .thenComparing(absentLast("instance"))
            .thenComparing(LABELS);

    private AlertOrder() {}

    private static Comparator<Labels> absentLast(String name) {
        return Comparator.comparing(
                (Labels labels) -> labels.get(name), Comparator.nullsLast(Comparator.naturalOrder()));
    }

    private static int compareLabels(Labels a, Labels b) {
        if (a.size() != b.size()) {
            return Integer.compare(a.size(), b.size());
        }
        TreeSet<String> names = new TreeSet<>();
        a.forEach((name, value) -> names.add(name));
        b.forEach((name, value) -> names.add(name));
        for (String name : names) {
            String mine = a.get(name);
            String theirs = b.get(name);
            if (mine == null || theirs == null) {
                return mine == null ? -1 : 1;
            }
            int order = mine.compareTo(theirs);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
