package dev.tidegate.health.retro;

import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.watch.VerdictWords;
import dev.tidegate.health.watch.json.FactJson;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;
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
            json.writeStringProperty("at", judgement.at().toString());
            FactJson.judgement(json, judgement);
        });
    }

    @Override
    public void end(Verdict verdict, Optional<Judgement> decisive) {
        line(json -> {
            FactJson.verdict(json, "final", VerdictWords.of(verdict));
            decisive.ifPresent(judgement -> {
                json.writeStringProperty("at", judgement.at().toString());
                json.writeNumberProperty("exposedMillis", judgement.exposed());
            });
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
}
