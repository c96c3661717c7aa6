package dev.tidegate.gateway.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.ingest.IngestLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What senders get when the log is slow, gone or full, and when they send too much, too slowly or not to the end. */
class PressureTest {
    private static final String V2 = "/api/v2/alerts";
    private static final String GOOD = "[{\"labels\":{\"alertname\":\"NodeDown\"}}]";
    private static final int KIB = 1024;

    @Test
    void aLogThatFailsIsToldAtOnce() {
        try (Doors doors = Doors.open()) {
            doors.log.mood(FakeEventLog.Mood.FAILING);
            HttpResponse<String> answer = doors.post(V2, GOOD);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.body())
                    .isEqualTo("{\"code\":503,\"message\":\"the alerts could not be stored: the broker is gone\"}");
            assertThat(doors.refused("log_unavailable")).isEqualTo(1);
            assertThat(doors.counted("tidegate.ingest.accepted", "format", "alertmanager-v2"))
                    .isZero();
        }
    }

    @Test
    void aStalledLogIsWaitedForWithinABound() {
        IngestLimits limits = IngestLimits.DEFAULT.withWaits(Duration.ofSeconds(30), Duration.ofMillis(200));
        try (Doors doors = Doors.open(limits)) {
            doors.log.mood(FakeEventLog.Mood.STALLED);
            HttpResponse<String> answer = doors.post(V2, GOOD);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("did not confirm within 200 ms");
            assertThat(doors.budget.used()).as("the log still has the record").isPositive();
            doors.log.goOn();
            assertThat(doors.budget.used()).isZero();
            assertThat(doors.log.alerts()).hasSize(1);
        }
    }

    @Test
    void onlyTheFirstWaitsForALogThatHangs() {
        IngestLimits limits = IngestLimits.DEFAULT.withWaits(Duration.ofSeconds(30), Duration.ofMillis(200));
        try (Doors doors = Doors.open(limits)) {
            doors.log.mood(FakeEventLog.Mood.STALLED);
            assertThat(doors.post(V2, GOOD).body()).contains("did not confirm within 200 ms");
            HttpResponse<String> next = doors.post(V2, GOOD);
            assertThat(next.statusCode()).isEqualTo(503);
            assertThat(next.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(next.body()).contains("the log confirms nothing at the moment");
            assertThat(doors.log.stalled()).as("the log was not asked again").isEqualTo(1);
            assertThat(doors.refused("log_unavailable")).isEqualTo(2);
            long held = doors.budget.used();
            doors.log.goOn();
            assertThat(held).isPositive();
            assertThat(doors.budget.used()).isZero();
            assertThat(doors.post(V2, GOOD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whenTheBudgetIsUsedUpNewcomersAreSentAwayWithoutWaiting() throws IOException {
        IngestLimits limits = IngestLimits.DEFAULT.withInFlightBytes(64 * KIB);
        try (Doors doors = Doors.open(limits)) {
            doors.log.mood(FakeEventLog.Mood.STALLED);
            String large = "[{\"labels\":{\"a\":\"b\"},\"annotations\":{\"t\":\"" + "t".repeat(15 * KIB) + "\"}}]";
            Socket[] waiting = new Socket[4];
            for (int i = 0; i < waiting.length; i++) {
                waiting[i] = doors.connect(request(large));
                int expected = i + 1;
                Doors.await("the log has taken it", () -> doors.log.stalled() == expected);
            }
            for (int i = 0; i < 20; i++) {
                HttpResponse<String> answer = doors.post(V2, large);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(answer.body()).contains("too much is waiting for the log");
            }
            assertThat(doors.log.stalled()).as("nobody else waited for the log").isEqualTo(waiting.length);
            assertThat(doors.budget.used()).isLessThanOrEqualTo(64 * KIB);
            assertThat(doors.refused("in_flight_full")).isEqualTo(20);

            doors.log.goOn();
            for (Socket socket : waiting) {
                assertThat(firstLine(socket)).isEqualTo("HTTP/1.1 200 OK");
                socket.close();
            }
            assertThat(doors.post(V2, large).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aHangUpWhileTheLogIsBusyChangesNothing() throws IOException {
        try (Doors doors = Doors.open()) {
            doors.log.mood(FakeEventLog.Mood.STALLED);
            Socket sender = doors.connect(request(GOOD));
            Doors.await("the log has it", () -> doors.log.stalled() == 1);
            sender.close();
            // the gateway answers others meanwhile, so it has noticed by now or will; the record must stay charged
            doors.log.mood(FakeEventLog.Mood.WELL);
            assertThat(doors.post(V2, GOOD).statusCode()).isEqualTo(200);
            assertThat(doors.budget.used()).isPositive();
            doors.log.goOn();
            Doors.await("the memory is free", () -> doors.budget.used() == 0);
            assertThat(doors.log.alerts()).hasSize(2);
            assertThat(doors.counted("tidegate.ingest.accepted", "format", "alertmanager-v2"))
                    .isBetween(1.0, 2.0);
        }
    }

    @Test
    void aHangUpInTheMiddleOfABodyFreesItsMemory() throws IOException {
        try (Doors doors = Doors.open()) {
            for (int i = 0; i < 20; i++) {
                Socket sender = doors.connect(
                        "POST " + V2
                                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n[{\"labels\"");
                Doors.await("the body is being received", () -> doors.budget.used() > 0);
                sender.close();
                Doors.await("the memory is free", () -> doors.budget.used() == 0);
            }
            assertThat(doors.post(V2, GOOD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatDoesNotArriveIsGivenUp() throws IOException {
        IngestLimits limits = IngestLimits.DEFAULT.withWaits(Duration.ofMillis(200), Duration.ofSeconds(5));
        try (Doors doors = Doors.open(limits);
                Socket sender = doors.connect("POST " + V2
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[")) {
            assertThat(firstLine(sender)).startsWith("HTTP/1.1 408");
            assertThat(doors.refused("body_too_slow")).isEqualTo(1);
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedByItsAnnouncement() throws IOException {
        try (Doors doors = Doors.open();
                Socket sender = doors.connect(
                        "POST " + V2
                                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 16777217\r\n\r\n")) {
            assertThat(firstLine(sender)).startsWith("HTTP/1.1 413");
            assertThat(doors.refused("body_too_large")).isEqualTo(1);
        }
    }

    @Test
    void aBodyThatIsTooLongWithoutAnnouncementIsRefusedWhenItGetsThere() throws IOException {
        IngestLimits limits = IngestLimits.DEFAULT.withBodyBytes(64 * KIB);
        try (Doors doors = Doors.open(limits);
                Socket sender = doors.connect("POST " + V2
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("2000\r\n" + " ".repeat(8 * KIB) + "\r\n").repeat(9))) {
            assertThat(firstLine(sender)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void gzipIsTaken() throws IOException {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post(V2, gzip(GOOD.getBytes(StandardCharsets.UTF_8)), packed());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(doors.log.alerts()).hasSize(1);
            assertThat(doors.post(V2, GOOD.getBytes(StandardCharsets.UTF_8), packed())
                            .body())
                    .contains("announced as gzip and is not");
            HttpResponse<String> unknown =
                    doors.post(V2, new byte[1], "Content-Type", "application/json", "Content-Encoding", "br");
            assertThat(unknown.statusCode()).isEqualTo(415);
        }
    }

    @Test
    void aGzipBombIsStoppedAtTheLimit() throws IOException {
        try (Doors doors = Doors.open()) {
            byte[] bomb = gzip(new byte[256 * KIB * KIB]);
            assertThat(bomb.length).isLessThan(300 * KIB);
            HttpResponse<String> answer = doors.post(V2, bomb, packed());
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("after gunzip");
        }
    }

    private static String[] packed() {
        return new String[] {"Content-Type", "application/json", "Content-Encoding", "gzip"};
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static String request(String body) {
        return "POST " + V2 + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String firstLine(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString();
    }
}
