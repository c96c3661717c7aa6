package dev.tidegate.gateway.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.ingest.IngestLimits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks every limit of the doors in: what is just within it is taken, what crosses it is answered as it should be and
 * counted under its reason, and its number is in the operator's table. A limit without a case here fails the walk.
 */
class LimitsTest {
    private static final String V2 = "/api/v2/alerts";
    private static final IngestLimits REAL = IngestLimits.DEFAULT;

    /**
     * One limit.
     *
     * @param name its component in {@link IngestLimits}
     * @param documented a part of its row in docs/operations.md, number included
     * @param status of the answer beyond it
     * @param reason it is counted under; empty for limits that refuse nothing
     * @param says a part of the answer beyond it
     */
    record Case(
            String name, String documented, int status, String reason, String says, Crossing within, Crossing beyond) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Sends something through the doors of a limit. */
    interface Crossing {
        Sent through(Doors doors) throws IOException;
    }

    record Sent(int status, String body) {
        static Sent of(HttpResponse<String> answer) {
            return new Sent(answer.statusCode(), answer.body());
        }
    }

    static List<Case> limits() {
        return List.of(
                new Case(
                        "bodyBytes",
                        "| body, also after gunzip | 16 MiB | 413",
                        413,
                        "body_too_large",
                        "",
                        sending("[]" + " ".repeat(REAL.bodyBytes() - 2)),
                        sending("[]" + " ".repeat(REAL.bodyBytes() - 1))),
                new Case(
                        "inFlightBytes",
                        "| memory of requests on their way to the log | 64 MiB | 503",
                        503,
                        "in_flight_full",
                        "too much is waiting for the log",
                        sending(alert("\"a\":\"b\"")),
                        doors -> {
                            doors.log.mood(FakeEventLog.Mood.STALLED);
                            String large = alerts(60, i -> "\"a\":\"" + "v".repeat(4_000) + i + "\"");
                            Socket first = doors.connect(request(large));
                            Doors.await("the log has it", () -> doors.log.stalled() >= 1);
                            Sent second = Sent.of(doors.post(V2, large));
                            doors.log.goOn();
                            first.close();
                            return second;
                        }),
                of(
                        "batchAlerts",
                        "| alerts of one request | 10,000 |",
                        "batch_too_large",
                        "alerts[10000]",
                        n -> alerts(n, i -> "\"a\":\"" + i + "\"")),
                of(
                        "batchScopes",
                        "| sites of one request | 256 |",
                        "too_many_scopes",
                        "at most 256 sites",
                        n -> alerts(n, i -> "\"a\":\"b\",\"cluster\":\"" + i + "\"")),
                of(
                        "labels",
                        "annotations of one alert | 64 each |",
                        "too_many_labels",
                        "alerts[0].labels",
                        n -> alert(IntStream.range(0, n)
                                .mapToObj(i -> "\"l" + i + "\":\"v\"")
                                .collect(Collectors.joining(",")))),
                of(
                        "nameBytes",
                        "| name of a label | 256 bytes |",
                        "name_too_long",
                        "alerts[0].labels",
                        n -> alert("\"" + "n".repeat(n) + "\":\"v\"")),
                of(
                        "valueBytes",
                        "| value of a label | 4,096 bytes |",
                        "value_too_long",
                        "alerts[0].labels",
                        n -> alert("\"n\":\"" + "v".repeat(n) + "\"")),
                of(
                        "textBytes",
                        "| value of an annotation | 16 KiB |",
                        "value_too_long",
                        "alerts[0].annotations",
                        n -> "[{\"labels\":{\"a\":\"b\"},\"annotations\":{\"t\":\"" + "t".repeat(n) + "\"}}]"),
                // 16 annotations of 16 KiB, less their names and the label
                of(
                        "alertBytes",
                        "of one alert | 256 KiB |",
                        "alert_too_large",
                        "alerts[0]",
                        n -> "[{\"labels\":{\"a\":\"b\"},\"annotations\":{"
                                + IntStream.range(0, 16)
                                        .mapToObj(i -> "\"" + (char) ('a' + i) + "\":\""
                                                + "t".repeat(n / 16 - (i == 0 ? n % 16 == 0 ? 3 : 2 : 1)) + "\"")
                                        .collect(Collectors.joining(","))
                                + "}}]"),
                new Case(
                        "recordBytes",
                        "| length of a record on the log | 512 KiB",
                        200,
                        "",
                        "",
                        doors -> records(doors, 100, 1),
                        doors -> records(doors, 200, 2)),
                new Case(
                        "jsonDepth",
                        "| depth of JSON | 32 | 400",
                        400,
                        "bad_json",
                        "",
                        sending(nested(REAL.jsonDepth())),
                        sending(nested(REAL.jsonDepth() + 1))),
                new Case(
                        "namedErrors",
                        "| bad alerts an answer names | 20 |",
                        400,
                        "no_labels",
                        "; and 1 more",
                        sending(alert("\"a\":\"b\"")),
                        sending(alerts(REAL.namedErrors() + 1, i -> ""))),
                new Case(
                        "bodyWait",
                        "| wait for a body | 30 s | 408",
                        408,
                        "body_too_slow",
                        "",
                        sending(alert("\"a\":\"b\"")),
                        doors -> {
                            try (Socket slow = doors.connect("POST " + V2 + " HTTP/1.1\r\nHost: x\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n[")) {
                                byte[] line = slow.getInputStream().readNBytes(12);
                                return new Sent(
                                        Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII)), "");
                            }
                        }),
                new Case(
                        "appendWait",
                        "| wait for the log's confirmation | 5 s | 503",
                        503,
                        "log_unavailable",
                        "did not confirm within",
                        sending(alert("\"a\":\"b\"")),
                        doors -> {
                            doors.log.mood(FakeEventLog.Mood.STALLED);
                            Sent sent = Sent.of(doors.post(V2, alert("\"a\":\"b\"")));
                            doors.log.goOn();
                            return sent;
                        }));
    }

    @Test
    void everyLimitHasItsCase() {
        assertThat(limits())
                .extracting(Case::name)
                .containsExactlyElementsOf(Arrays.stream(IngestLimits.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("limits")
    void crossingItIsAnsweredAndCounted(Case limit) throws IOException {
        assertThat(Files.readString(Path.of("../docs/operations.md"))).contains(limit.documented());
        try (Doors doors = Doors.open(quick(limit.name()))) {
            Sent within = limit.within().through(doors);
            assertThat(within.status()).as(within.body()).isEqualTo(200);
            assertThat(allRefused(doors)).isZero();
            Sent beyond = limit.beyond().through(doors);
            assertThat(beyond.status()).as(beyond.body()).isEqualTo(limit.status());
            assertThat(beyond.body()).contains(limit.says());
            if (!limit.reason().isEmpty()) {
                assertThat(doors.refused(limit.reason())).isPositive().isEqualTo(allRefused(doors));
            }
        }
    }

    /** The real limits, but for those that take long or much memory to reach. */
    private static IngestLimits quick(String name) {
        return switch (name) {
            case "inFlightBytes" -> REAL.withInFlightBytes(400_000);
            case "bodyWait" -> REAL.withWaits(Duration.ofMillis(200), REAL.appendWait());
            case "appendWait" -> REAL.withWaits(REAL.bodyWait(), Duration.ofMillis(200));
            default -> REAL;
        };
    }

    private static double allRefused(Doors doors) {
        return doors.meters.find("tidegate.ingest.refused").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** A limit on a count or a length: the body made for the limit is taken, the one made for one more is not. */
    private static Case of(
            String name, String documented, String reason, String says, java.util.function.IntFunction<String> body) {
        int limit = number(name);
        return new Case(
                name,
                documented,
                400,
                reason,
                says,
                doors -> Sent.of(doors.post(V2, body.apply(limit))),
                doors -> Sent.of(doors.post(V2, body.apply(limit + 1))));
    }

    private static int number(String name) {
        try {
            return (int) IngestLimits.class.getMethod(name).invoke(REAL);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Crossing sending(String body) {
        return doors -> Sent.of(doors.post(V2, body));
    }

    private static Sent records(Doors doors, int alerts, int records) {
        int before = doors.log.records().size();
        Sent sent = Sent.of(doors.post(V2, alerts(alerts, i -> "\"a\":\"" + "v".repeat(4_000) + i + "\"")));
        assertThat(doors.log.records().size() - before).isEqualTo(records);
        return sent;
    }

    private static String alert(String labels) {
        return "[{\"labels\":{" + labels + "}}]";
    }

    private static String alerts(int count, java.util.function.IntFunction<String> labels) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"labels\":{" + labels.apply(i) + "}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** An alert with a member that nests so deep that the whole body is so many levels deep. */
    private static String nested(int depth) {
        UnaryOperator<String> in = s -> "[" + s + "]";
        String inner = "";
        for (int i = 2; i < depth; i++) {
            inner = in.apply(inner);
        }
        return "[{\"labels\":{\"a\":\"b\"},\"more\":" + inner + "}]";
    }

    private static String request(String body) {
        return "POST " + V2 + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
