package dev.tidegate.health.retro;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.SignalReport;
import dev.tidegate.health.judge.Verdict;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON object a line for each change of the verdict, with everything it was made of, and a last one for the end. */
final class JsonReport implements Report {
    private static final JsonFactory JSON = new JsonFactory();

    private final PrintStream out;

    JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void change(Judgement judgement) {
        line(json -> {
            time(json, judgement);
            number(json, "spent", judgement.spent());
            verdict(json, "verdict", judgement.verdict());
            json.writeArrayPropertyStart("signals");
            judgement.signals().forEach(report -> signal(json, report));
            json.writeEndArray();
        });
    }

    @Override
    public void end(Verdict verdict, Optional<Judgement> decisive) {
        line(json -> {
            verdict(json, "final", verdict);
            decisive.ifPresent(judgement -> time(json, judgement));
        });
    }

    private void line(Consumer<JsonGenerator> content) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        out.println(line);
    }

    private static void time(JsonGenerator json, Judgement judgement) {
        json.writeStringProperty("at", judgement.at().toString());
        json.writeNumberProperty("exposedMillis", judgement.exposed());
    }

    private static void verdict(JsonGenerator json, String name, Verdict verdict) {
        json.writeObjectPropertyStart(name);
        switch (verdict) {
            case Verdict.Healthy unused -> json.writeStringProperty("verdict", "healthy");
            case Verdict.Unhealthy unhealthy -> {
                json.writeStringProperty("verdict", "unhealthy");
                json.writeStringProperty("signal", unhealthy.signal());
                json.writeStringProperty("cause", lower(unhealthy.cause()));
            }
            case Verdict.Inconclusive doubtful -> {
                json.writeStringProperty("verdict", "inconclusive");
                json.writeStringProperty("doubt", lower(doubtful.doubt()));
            }
        }
        json.writeStringProperty("reason", verdict.reason());
        json.writeEndObject();
    }

    private static void signal(JsonGenerator json, SignalReport report) {
        json.writeStartObject();
        json.writeStringProperty("signal", report.signal());
        verdict(json, "state", report.state());
        json.writeStringProperty("finding", report.finding());
        number(json, "level", report.level());
        number(json, "controlLevel", report.controlLevel());
        number(json, "snapshotLevel", report.snapshotLevel());
        number(json, "limit", report.limit());
        number(json, "limitDistance", report.limitDistance());
        json.writeStringProperty("method", report.method());
        number(json, "statistic", report.statistic());
        number(json, "threshold", report.threshold());
        number(json, "effect", report.effect());
        json.writeNumberProperty("reporting", report.reporting());
        json.writeNumberProperty("expected", report.expected());
        json.writeNumberProperty("rounds", report.rounds());
        json.writeArrayPropertyStart("worst");
        report.worst().forEach(json::writeString);
        json.writeEndArray();
        evidence(json, "watched", report.watched());
        evidence(json, "control", report.control());
        json.writeEndObject();
    }

    private static void evidence(JsonGenerator json, String name, @Nullable Evidence evidence) {
        if (evidence == null) {
            json.writeNullProperty(name);
            return;
        }
        json.writeObjectPropertyStart(name);
        switch (evidence) {
            case Evidence.Values values -> {
                json.writeStringProperty("evidence", "values");
                json.writeNumberProperty("reporting", values.reporting());
            }
            case Evidence.NoData nothing -> lacking(json, "no-data", nothing.reason());
            case Evidence.Partial partial -> lacking(json, "partial", partial.reason());
            case Evidence.Stale stale -> lacking(json, "stale", stale.reason());
            case Evidence.QueryError error -> lacking(json, "query-error", error.reason());
        }
        json.writeEndObject();
    }

    private static void lacking(JsonGenerator json, String kind, String reason) {
        json.writeStringProperty("evidence", kind);
        json.writeStringProperty("reason", reason);
    }

    /** JSON has no words for what is no number. */
    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(name, value);
        } else {
            json.writeNullProperty(name);
        }
    }

    /** A constant as it is written outside: {@code site-wide}. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
