package dev.tidegate.health.watch.json;

import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.watch.Decision;
import dev.tidegate.health.watch.Frame;
import dev.tidegate.health.watch.VerdictWords;
import dev.tidegate.health.watch.WatchFact;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Facts of a watch as JSON. Names in camelCase, times in RFC 3339 with microseconds, numbers that are not known as null.
 */
public final class FactJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private FactJson() {}

    /** A fact as it is streamed. */
    public static byte[] fact(String watch, WatchFact fact) {
        return bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("watch", watch);
            out.writeNumberProperty("seq", fact.seq());
            time(out, "at", fact.at());
            switch (fact) {
                case WatchFact.Framed framed -> frame(out, framed.frame());
                case WatchFact.Decided decided -> decision(out, decided.decision());
                case WatchFact.Asked asked -> {
                    time(out, "since", asked.since());
                    out.writeStringProperty("reason", asked.reason());
                }
                case WatchFact.Answered answered -> time(out, "since", answered.since());
                case WatchFact.CatchingUp catching -> out.writeStringProperty("reason", catching.reason());
                case WatchFact.Closed closed -> {
                    out.writeStringProperty("by", closed.by());
                    out.writeStringProperty("reason", closed.reason());
                }
            }
            out.writeEndObject();
        });
    }

    private static void frame(JsonGenerator out, Frame frame) {
        out.writeStringProperty("state", "open");
        verdict(out, "verdict", VerdictWords.of(frame.verdict()));
        SignalJson.blame(out, frame.blame());
        out.writeNumberProperty("exposedMillis", frame.judgement().exposed());
        number(out, "spent", frame.judgement().spent());
        SignalJson.signals(out, frame.judgement(), frame.round());
    }

    private static void decision(JsonGenerator out, Decision decision) {
        out.writeNumberProperty("number", decision.number());
        verdict(out, "verdict", VerdictWords.of(decision.verdict()));
        SignalJson.blame(out, decision.blame());
        out.writeNumberProperty("exposedMillis", decision.judgement().exposed());
    }

    /** Everything a decision was made of, with the queries that were asked. */
    public static String report(Decision decision, HealthPolicy policy) {
        byte[] document = bytes(out -> {
            out.writeStartObject();
            out.writeStringProperty("policy", policy.name());
            number(out, "budget", policy.budget());
            number(out, "spent", decision.judgement().spent());
            out.writeNumberProperty("exposedMillis", decision.judgement().exposed());
            SignalJson.blame(out, decision.blame());
            SignalJson.signals(out, decision.judgement(), policy);
            out.writeEndObject();
        });
        return new String(document, StandardCharsets.UTF_8);
    }

    /** A judgement without the values of nodes, into an object that the caller has begun. */
    public static void judgement(JsonGenerator out, Judgement judgement) {
        out.writeNumberProperty("exposedMillis", judgement.exposed());
        number(out, "spent", judgement.spent());
        verdict(out, "verdict", VerdictWords.of(judgement.verdict()));
        SignalJson.signals(out, judgement);
    }

    /** A verdict as an object of words. */
    public static void verdict(JsonGenerator out, String name, VerdictWords words) {
        out.writeObjectPropertyStart(name);
        words(out, words);
        out.writeEndObject();
    }

    /** The words of a verdict, into an object that the caller has begun. */
    public static void words(JsonGenerator out, VerdictWords words) {
        out.writeStringProperty("verdict", words.kind());
        text(out, "signal", words.signal());
        text(out, "cause", words.cause());
        text(out, "doubt", words.doubt());
        out.writeStringProperty("reason", words.reason());
    }

    private static void text(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }

    static void number(JsonGenerator out, String name, double value) {
        out.writeName(name);
        number(out, value);
    }

    /** JSON has no words for what is no number. */
    static void number(JsonGenerator out, double value) {
        if (Double.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeNull();
        }
    }

    static void time(JsonGenerator out, String name, Instant at) {
        out.writeStringProperty(name, TIME.format(at));
    }

    private static byte[] bytes(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4_096);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        return out.toByteArray();
    }
}
