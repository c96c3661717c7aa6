package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.http.Form;
import dev.tidegate.health.evidence.http.ServerClient;
import dev.tidegate.health.remote.Answer;
import dev.tidegate.health.remote.UnansweredException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;

/** One InfluxDB: sends InfluxQL, and tells an answer from everything else that comes back. */
record InfluxServer(ServerClient client) {

    /** What came back. */
    sealed interface Outcome {}

    /** The rows went to where they were wanted. */
    record Rowed(InfluxReply reply) implements Outcome {}

    /** In a sentence, with the server's own words. */
    record Refused(String sentence) implements Outcome {}

    Mono<Outcome> ask(String database, String query, InfluxReply.Rows rows) {
        Form form = new Form().with("db", database).with("epoch", "ms").with("q", query);
        return client.post("/query", form)
                .map(answer -> outcome(answer, rows))
                // as a value: questions are asked together, and a second failure would be dropped with noise
                .onErrorResume(
                        UnansweredException.class,
                        failure -> Mono.just(new Refused(String.valueOf(failure.getMessage()))));
    }

    private Outcome outcome(Answer answer, InfluxReply.Rows rows) {
        String title = client.server().title();
        boolean stranger = answer.status() == 401 || answer.status() == 403;
        if (answer.status() >= 300 && answer.status() < 400) {
            return new Refused(title + " answers " + answer.status()
                    + ", a redirect; they are not followed, configure the address it leads to");
        }
        if (!answer.isJson()) {
            return new Refused(
                    stranger
                            ? title + " does not let us in (" + answer.status() + "): " + answer.excerpt()
                            : title + " answers " + answer.title() + ", which is not InfluxDB: " + answer.excerpt());
        }
        InfluxReply reply;
        try {
            reply = InfluxReader.read(answer, rows);
        } catch (JacksonException broken) {
            return new Refused(title + " answers JSON that is broken or not InfluxDB's (at byte "
                    + broken.getLocation().getByteOffset() + "): " + answer.excerpt());
        }
        String words = reply.error().isEmpty() ? answer.excerpt() : reply.error();
        if (stranger) {
            return new Refused(title + " does not let us in (" + answer.status() + "): " + words);
        }
        if (answer.status() == 400) {
            return new Refused(title + " refuses the query (400): " + words);
        }
        if (!answer.isOk()) {
            return new Refused(title + " cannot answer now (" + answer.status() + "): " + words);
        }
        return reply.error().isEmpty() ? new Rowed(reply) : new Refused(title + " cannot run the query: " + words);
    }
}
