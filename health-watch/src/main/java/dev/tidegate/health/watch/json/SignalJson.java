package dev.tidegate.health.watch.json;

import static dev.tidegate.health.watch.json.FactJson.number;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Blame;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.SignalReport;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.watch.VerdictWords;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** What was read of signals and how they stand. */
final class SignalJson {
    /**
     * Values of nodes are written as long as there are no more of them than this in a frame: a thousand nodes times
     * twenty signals, of both groups. Beyond it a frame carries levels and the worst nodes.
     */
    static final int MAX_VALUES = 40_000;

    private SignalJson() {}

    static void signals(JsonGenerator out, Judgement judgement, HealthPolicy policy) {
        Map<String, Signal> signals =
                policy.signals().stream().collect(Collectors.toMap(Signal::name, Function.identity()));
        boolean values = values(judgement) <= MAX_VALUES;
        out.writeBooleanProperty("valuesLeftOut", !values);
        out.writeArrayPropertyStart("signals");
        for (SignalReport report : judgement.signals()) {
            out.writeStartObject();
            Signal signal = signals.get(report.signal());
            if (signal != null) {
                SourceJson.source(out, signal.source());
            }
            report(out, report, values);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Without the values of nodes. */
    static void signals(JsonGenerator out, Judgement judgement) {
        out.writeArrayPropertyStart("signals");
        for (SignalReport report : judgement.signals()) {
            out.writeStartObject();
            report(out, report, false);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Nodes that are likely the cause; nothing at all when there are none. */
    static void blame(JsonGenerator out, List<Blame.Blamed> blame) {
        if (blame.isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart("blame");
        for (Blame.Blamed blamed : blame) {
            out.writeStartObject();
            out.writeStringProperty("node", blamed.node());
            out.writeStringProperty("signal", blamed.signal());
            number(out, "level", blamed.level());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Before the change there are no reports, only what was read. */
    static void signals(JsonGenerator out, Judgement judgement, Round round) {
        boolean reported = !judgement.signals().isEmpty();
        boolean values = (reported ? values(judgement) : values(round)) <= MAX_VALUES;
        out.writeBooleanProperty("valuesLeftOut", !values);
        out.writeArrayPropertyStart("signals");
        for (SignalReport report : judgement.signals()) {
            out.writeStartObject();
            report(out, report, values);
            out.writeEndObject();
        }
        if (!reported) {
            readings(out, round, values);
        }
        out.writeEndArray();
    }

    private static void readings(JsonGenerator out, Round round, boolean values) {
        for (Reading reading : round.readings()) {
            out.writeStartObject();
            out.writeStringProperty("signal", reading.signal());
            evidence(out, reading.group() == Group.WATCHED ? "watched" : "control", reading.evidence(), values);
            out.writeEndObject();
        }
    }

    private static void report(JsonGenerator out, SignalReport report, boolean values) {
        out.writeStringProperty("signal", report.signal());
        FactJson.verdict(out, "state", VerdictWords.of(report.state()));
        out.writeStringProperty("finding", report.finding());
        number(out, "level", report.level());
        number(out, "controlLevel", report.controlLevel());
        number(out, "snapshotLevel", report.snapshotLevel());
        number(out, "limit", report.limit());
        number(out, "limitDistance", report.limitDistance());
        out.writeStringProperty("method", report.method());
        number(out, "statistic", report.statistic());
        number(out, "threshold", report.threshold());
        number(out, "effect", report.effect());
        out.writeNumberProperty("reporting", report.reporting());
        out.writeNumberProperty("expected", report.expected());
        out.writeNumberProperty("rounds", report.rounds());
        out.writeArrayPropertyStart("worst");
        report.worst().forEach(out::writeString);
        out.writeEndArray();
        evidence(out, "watched", report.watched(), values);
        evidence(out, "control", report.control(), values);
    }

    private static void evidence(JsonGenerator out, String name, @Nullable Evidence evidence, boolean values) {
        out.writeName(name);
        if (evidence == null) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        switch (evidence) {
            case Evidence.Values found -> {
                out.writeStringProperty("evidence", "values");
                out.writeNumberProperty("reporting", found.reporting());
                if (values) {
                    array(out, "values", found.values());
                    if (found.totals().length > 0) {
                        array(out, "totals", found.totals());
                    }
                }
            }
            case Evidence.NoData nothing -> lacking(out, "no-data", nothing.reason());
            case Evidence.Partial partial -> lacking(out, "partial", partial.reason());
            case Evidence.Stale stale -> {
                lacking(out, "stale", stale.reason());
                out.writeNumberProperty("ageMillis", stale.age().toMillis());
            }
            case Evidence.QueryError error -> lacking(out, "query-error", error.reason());
        }
        out.writeEndObject();
    }

    private static void lacking(JsonGenerator out, String kind, String reason) {
        out.writeStringProperty("evidence", kind);
        out.writeStringProperty("reason", reason);
    }

    private static void array(JsonGenerator out, String name, double[] values) {
        out.writeArrayPropertyStart(name);
        for (double value : values) {
            number(out, value);
        }
        out.writeEndArray();
    }

    private static int values(Judgement judgement) {
        int sum = 0;
        for (SignalReport report : judgement.signals()) {
            sum += values(report.watched()) + values(report.control());
        }
        return sum;
    }

    private static int values(Round round) {
        return round.readings().stream()
                .mapToInt(reading -> values(reading.evidence()))
                .sum();
    }

    private static int values(@Nullable Evidence evidence) {
        return evidence instanceof Evidence.Values found ? found.values().length + found.totals().length : 0;
    }
}
