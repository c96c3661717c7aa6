package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.series.NodeSeries;
import dev.tidegate.health.evidence.series.Steps;
import org.jspecify.annotations.Nullable;

/** Lays the rows of an answer out by node and time. A bin's number belongs to the time at which the bin ends. */
final class Bins implements InfluxReply.Rows {
    private final String tag;
    private final Steps steps;
    private final NodeSeries numbers;
    private boolean empty = true;
    private String key = "";
    private int place;
    private int time;
    private int value;
    private @Nullable String unusable;

    Bins(String tag, Steps steps, NodeSeries numbers) {
        this.tag = tag;
        this.steps = steps;
        this.numbers = numbers;
    }

    @Override
    public void row(int statement, InfluxReply.Row row) {
        if (unusable != null) {
            return;
        }
        if (!row.text(value).isEmpty()) {
            unusable = "the query answers text (\"" + row.text(value) + "\" for " + key + ") where a number is meant";
            return;
        }
        int step = steps.index(Math.round(row.number(time)) + steps.step().toMillis());
        if (place < 0 || step < 0 || Double.isNaN(row.number(value))) {
            return;
        }
        numbers.put(place, step, row.number(value), key, "group by \"" + tag + "\" alone");
    }

    NodeSeries numbers() {
        return numbers;
    }

    boolean isEmpty() {
        return empty;
    }

    /** Why none of the answer can be used, or null. */
    @Nullable
    String unusable() {
        return unusable;
    }

    @Override
    public void begin(SeriesHead series) {
        empty = false;
        key = series.toString();
        time = series.columns().indexOf("time");
        if (time < 0 || series.columns().size() != 2) {
            unusable = "the query answers the columns " + String.join(", ", series.columns())
                    + " where the time and one number are meant";
            return;
        }
        value = 1 - time;
        String name = series.tags().get(tag);
        if (name == null) {
            unusable = "the series " + key + " does not say its \"" + tag + "\", which names the node";
            return;
        }
        place = numbers.begin(name);
    }
}
