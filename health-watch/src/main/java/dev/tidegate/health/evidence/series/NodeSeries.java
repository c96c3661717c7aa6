package dev.tidegate.health.evidence.series;

import dev.tidegate.model.NodeIdentity;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one question answered, laid out by time and node. Filled by one reader, then only read.
 *
 * <p>A node is named by its name, or by its name and a port, as {@code instance} labels do. Numbers of nodes nobody
 * asked for are counted and left out. What makes a number unusable (a second series for a node, an infinity) is kept as
 * a sentence at its time.
 */
public final class NodeSeries {
    private static final int EXAMPLES = 3;

    private final List<String> nodes;
    private final Map<String, Integer> index;
    private final double[][] values;
    private final BitSet[] present;
    private final @Nullable String[] problems;
    private final @Nullable String[] owners;
    private final Set<String> strangers = new LinkedHashSet<>();
    private long ignored;

    public NodeSeries(List<String> nodes, int steps) {
        this.nodes = nodes;
        this.index = HashMap.newHashMap(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            index.put(nodes.get(i), i);
        }
        this.values = new double[steps][nodes.size()];
        this.present = new BitSet[steps];
        for (int step = 0; step < steps; step++) {
            Arrays.fill(values[step], Double.NaN);
            present[step] = new BitSet(nodes.size());
        }
        this.problems = new String[steps];
        this.owners = new String[nodes.size()];
    }

    /**
     * Begins a series; the answer is where its numbers go.
     *
     * @param name what its label or tag says
     * @return the node's place, or -1 when nobody asked for it
     */
    public int begin(String name) {
        Integer place = index.get(name);
        if (place == null) {
            place = index.get(NodeIdentity.withoutPort(name));
        }
        if (place == null) {
            ignored++;
            if (strangers.size() < EXAMPLES) {
                strangers.add(name);
            }
            return -1;
        }
        return place;
    }

    /**
     * A number of the series that was begun for this place.
     *
     * @param meant how a query would be written that has one series a node, for the sentence
     */
    public void put(int place, int step, double value, String series, String meant) {
        String node = nodes.get(place);
        if (present[step].get(place) && problems[step] == null) {
            problems[step] = "two series for " + node + " where one was meant: " + owners[place] + " and " + series
                    + "; " + meant;
        }
        if (Double.isInfinite(value) && problems[step] == null) {
            problems[step] = (value > 0 ? "+Inf" : "-Inf") + " for " + node
                    + ", which is no number to judge by; a division by zero?";
        }
        present[step].set(place);
        owners[place] = series;
        values[step][place] = value;
    }

    /** Where there was none, a number that is known otherwise. */
    void fill(int place, int step, double value) {
        present[step].set(place);
        values[step][place] = value;
    }

    /** A copy without its first times. */
    NodeSeries tail(int from) {
        NodeSeries tail = new NodeSeries(nodes, values.length - from);
        for (int step = from; step < values.length; step++) {
            tail.values[step - from] = values[step].clone();
            tail.present[step - from] = (BitSet) present[step].clone();
            tail.problems[step - from] = problems[step];
        }
        tail.strangers.addAll(strangers);
        tail.ignored = ignored;
        return tail;
    }

    public int steps() {
        return values.length;
    }

    /** Whether there was a number at all, NaN included. */
    public boolean has(int place, int step) {
        return present[step].get(place);
    }

    public double value(int place, int step) {
        return values[step][place];
    }

    /** The numbers at a time, in the order of the nodes; the caller's own copy. */
    double[] row(int step) {
        return values[step].clone();
    }

    @Nullable
    String problem(int step) {
        return problems[step];
    }

    /** How many series were of nodes nobody asked for. */
    public long ignored() {
        return ignored;
    }

    public List<String> nodes() {
        return nodes;
    }

    /** Why there is no number at this time. */
    String absence(int step, String nothing) {
        if (!present[step].isEmpty()) {
            return "the answer is NaN for " + (nodes.size() == 1 ? nodes.getFirst() : "all nodes that it has");
        }
        if (strangers.isEmpty()) {
            return nothing;
        }
        return "none of the " + nodes.size() + " nodes asked for is in the answer, but " + ignored + " other: "
                + String.join(", ", strangers) + (ignored > strangers.size() ? ", …" : "");
    }
}
