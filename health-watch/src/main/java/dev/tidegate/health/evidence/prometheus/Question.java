package dev.tidegate.health.evidence.prometheus;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.http.Form;
import dev.tidegate.health.evidence.http.ServerClient;
import dev.tidegate.health.evidence.series.NodeSeries;
import dev.tidegate.health.evidence.series.Steps;
import dev.tidegate.health.remote.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/**
 * One PromQL expression for one or many times.
 *
 * @param query filled in
 * @param label that names the node
 * @param instant whether it is asked for its only time; else as a range
 * @param times whether it asks for the times of samples
 */
record Question(
        ServerClient client,
        String query,
        String label,
        List<String> nodes,
        Steps steps,
        boolean instant,
        boolean times) {

    /** What came back: numbers, or what keeps them from being evidence. */
    sealed interface Outcome {}

    record Found(Layout layout) implements Outcome {}

    record Failed(Evidence evidence) implements Outcome {}

    Mono<Outcome> ask() {
        Form form = new Form().with("query", query);
        if (instant) {
            form.with("time", seconds(steps.from()));
        } else {
            form.with("start", seconds(steps.from()))
                    .with("end", seconds(steps.last()))
                    .with("step", BigDecimal.valueOf(steps.step().toMillis(), 3).toPlainString());
        }
        Duration patience = client.server().limits().answer();
        form.with("timeout", Placeholders.duration(patience));
        return client.post(instant ? "/api/v1/query" : "/api/v1/query_range", form)
                .map(this::outcome);
    }

    private Outcome outcome(Answer answer) {
        Layout layout = new Layout(label, steps, instant, times, new NodeSeries(nodes, steps.count()));
        String title = client.server().title();
        if (answer.status() == 401 || answer.status() == 403) {
            return error(title + " does not let us in (" + answer.status() + "): " + answer.excerpt());
        }
        if (answer.status() >= 300 && answer.status() < 400) {
            return error(title + " answers " + answer.status()
                    + ", a redirect; they are not followed, configure the address it leads to");
        }
        if (!answer.isJson()) {
            return error(title + " answers " + answer.title() + ", which is not Prometheus: " + answer.excerpt());
        }
        Reply reply;
        try {
            reply = ReplyReader.read(answer, layout);
        } catch (JacksonException broken) {
            return error(title + " answers JSON that is broken or not Prometheus' (at byte "
                    + broken.getLocation().getByteOffset() + "): " + answer.excerpt());
        }
        return judge(reply, layout, answer, title);
    }

    private Outcome judge(Reply reply, Layout layout, Answer answer, String title) {
        if (!reply.status().equals("success") || !answer.isOk()) {
            String words = reply.error().isEmpty() ? answer.excerpt() : reply.error();
            return error(title
                    + switch (answer.status()) {
                        case 400 -> " refuses the query";
                        case 422 -> " cannot run the query";
                        case 503 -> " cannot answer now";
                        default -> " answers an error";
                    }
                    + " (" + answer.status() + (reply.errorType().isEmpty() ? "" : " " + reply.errorType()) + "): "
                    + words);
        }
        String meant = "one series a node is meant, such as sum by (" + label + ") (…)";
        switch (reply.resultType()) {
            case "vector", "matrix" -> {
                if (instant != reply.resultType().equals("vector")) {
                    return error("the query answers many values a series (" + reply.resultType()
                            + ") where one number a node is meant; is there a window such as [10s] too many?");
                }
            }
            case "scalar" -> {
                return error("the query answers a scalar, which has no node; " + meant);
            }
            case "string" -> {
                return error("the query answers a string; " + meant);
            }
            default -> {
                return error(title + " answers \"" + reply.resultType() + "\", which is not known; " + meant);
            }
        }
        if (!reply.warnings().isEmpty()) {
            return new Failed(new Evidence.Partial(
                    title + " says that its answer is not whole: " + String.join("; ", reply.warnings())));
        }
        return new Found(layout);
    }

    private static Failed error(String sentence) {
        return new Failed(new Evidence.QueryError(sentence));
    }

    private static String seconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
    }
}
