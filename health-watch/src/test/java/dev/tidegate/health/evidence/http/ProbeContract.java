package dev.tidegate.health.evidence.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.Probe.Past;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What every probe that asks a server over HTTP promises, whatever the server does. */
public abstract class ProbeContract {
    protected static final Instant AT = Instant.parse("2026-11-22T16:45:40Z");
    protected static final Duration INTERVAL = Duration.ofSeconds(10);
    protected static final Duration PATIENCE = Duration.ofSeconds(20);
    /** For questions that are not answered; a machine with much to do is not one of them. */
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(700);

    protected static final List<String> NODES = List.of("node-01", "node-02", "node-03");

    protected final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    protected final FakeServer server = new FakeServer(asked -> FakeServer.hang());
    protected Instant now = AT;
    protected Probe probe = failing();
    private Disposable connections = () -> {};

    /** A probe that knows one server, {@code main}. */
    public record Opened(Probe probe, Disposable connections) {}

    protected abstract Opened open(Server main, InstantSource clock);

    /** A level that is asked of {@code main}. */
    protected abstract Signal gauge();

    /** A server with these numbers at every time; nodes that are not in it have none. */
    protected abstract FakeServer.Behaviour having(Map<String, Double> numbers);

    @BeforeEach
    protected final void open() {
        openWith(PATIENCE);
    }

    private void openWith(Duration patience) {
        connections.dispose();
        HttpLimits limits = new HttpLimits(patience, patience, 4 << 20, 2, 4);
        Opened opened = open(Server.of("main", server.url()).withLimits(limits), () -> now);
        probe = opened.probe();
        connections = opened.connections();
    }

    @AfterEach
    protected final void close() {
        connections.dispose();
        server.close();
    }

    protected final Evidence read(Signal signal) {
        return read(signal, NODES);
    }

    protected final Evidence read(Signal signal, List<String> nodes) {
        return got(probe.read(signal, nodes, AT, INTERVAL));
    }

    protected final List<Past> range(Signal signal, Duration length) {
        return got(probe.range(signal, NODES, AT, AT.plus(length), INTERVAL));
    }

    protected final double[] values(Signal signal) {
        Evidence evidence = read(signal);
        assertThat(evidence).isInstanceOf(Evidence.Values.class);
        return ((Evidence.Values) evidence).values();
    }

    protected final String error(Signal signal) {
        Evidence evidence = read(signal);
        assertThat(evidence).isInstanceOf(Evidence.QueryError.class);
        return ((Evidence.QueryError) evidence).reason();
    }

    protected static <T> T got(Mono<T> mono) {
        return Await.value(mono);
    }

    @Test
    void numbersComeInTheOrderOfTheNodes() {
        server.behave(having(Map.of("node-02", 2.0, "node-01", 1.5, "node-03", -3.0, "stranger", 9.0)));
        assertThat(values(gauge())).containsExactly(1.5, 2.0, -3.0);
    }

    @Test
    void aNodeThatIsNotInTheAnswerDoesNotReport() {
        server.behave(having(Map.of("node-01", 1.0, "node-03", 3.0)));
        assertThat(values(gauge())).containsExactly(1.0, Double.NaN, 3.0);
    }

    @Test
    void nothingIsNoDataAndNotZero() {
        server.behave(having(Map.of()));
        assertThat(read(gauge())).isInstanceOf(Evidence.NoData.class);
    }

    @Test
    void nobodyIsAskedForNobody() {
        assertThat(read(gauge(), List.of())).isInstanceOf(Evidence.Values.class);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aRangeHasBothEndsAndEveryStep() {
        server.behave(having(Map.of("node-01", 1.0, "node-02", 2.0)));
        List<Past> pasts = range(gauge(), Duration.ofMinutes(1));
        assertThat(pasts).extracting(Past::at).containsExactly(times(7));
        assertThat(pasts)
                .allSatisfy(past ->
                        assertThat(((Evidence.Values) past.evidence()).values()).containsExactly(1.0, 2.0, Double.NaN));
    }

    @Test
    void aRangeOfNothingIsNoDataAtEveryStep() {
        server.behave(having(Map.of()));
        assertThat(range(gauge(), Duration.ofSeconds(30)))
                .hasSize(4)
                .allSatisfy(past -> assertThat(past.evidence()).isInstanceOf(Evidence.NoData.class));
    }

    @Test
    void aRangeThatIsTooLongOrBackwardsSaysSo() {
        assertThat(range(gauge(), Duration.ofDays(365)))
                .singleElement()
                .isEqualTo(new Past(
                        AT,
                        new Evidence.QueryError("the range has 3153601 steps, more than 100000, which is the limit;"
                                + " take a longer step")));
        assertThat(range(gauge(), Duration.ofSeconds(-10)))
                .singleElement()
                .extracting(Past::evidence)
                .isInstanceOf(Evidence.QueryError.class);
    }

    @Test
    void aServerThatHangsIsToldInTime() {
        openWith(LITTLE_PATIENCE);
        server.behave(asked -> FakeServer.hang());
        assertThat(error(gauge())).isEqualTo("main (" + server.url() + ") did not answer within 700 ms");
    }

    @Test
    void aServerThatAnswersByteByByteIsToldInTime() {
        openWith(LITTLE_PATIENCE);
        server.behave(asked -> response -> response.header("content-type", "application/json")
                .send(
                        Flux.interval(Duration.ofMillis(50))
                                .map(tick -> Unpooled.copiedBuffer(" ", StandardCharsets.UTF_8)),
                        each -> true));
        assertThat(error(gauge())).matches("main \\(\\S+\\) answers slowly: \\d+ bytes after 700 ms, and not done");
    }

    @Test
    void anAnswerWithoutAnEndIsCutOff() {
        server.behave(asked -> response -> response.header("content-type", "application/json")
                .send(Flux.range(0, 1 << 20).map(i -> Unpooled.wrappedBuffer(new byte[64 << 10]))));
        assertThat(error(gauge()))
                .isEqualTo("main (" + server.url()
                        + ") answers more than 4 MiB, which is the limit; ask for fewer series");
    }

    @Test
    void anAnswerThatAnnouncesTooMuchIsNotRead() {
        server.behave(asked ->
                response -> response.header("content-length", "99999999999").sendString(Mono.just("{")));
        assertThat(error(gauge())).contains("answers more than 4 MiB");
    }

    @Test
    void aServerThatIsAwayForTenMinutesHoldsAndComesBack() {
        server.behave(having(Map.of("node-01", 1.0, "node-02", 2.0, "node-03", 3.0)));
        assertThat(values(gauge())).containsExactly(1, 2, 3);
        server.goAway();
        Evidence refused = new Evidence.QueryError("main (" + server.url() + ") cannot be reached: connection refused");
        // until it is known here that the connection of before is closed
        Mono.defer(() -> probe.read(gauge(), NODES, AT, INTERVAL))
                .repeat()
                .filter(refused::equals)
                .blockFirst(PATIENCE);
        for (Instant at = AT; at.isBefore(AT.plusSeconds(600)); at = at.plus(INTERVAL)) {
            now = at;
            assertThat(got(probe.read(gauge(), NODES, at, INTERVAL))).isEqualTo(refused);
        }
        server.comeBack();
        assertThat(values(gauge())).containsExactly(1, 2, 3);
    }

    @Test
    void aServerThatHangsUpIsTold() {
        server.behave(asked -> FakeServer.hangUp());
        assertThat(error(gauge()))
                .isEqualTo("main (" + server.url() + ") closed the connection before it had answered");
    }

    @Test
    void aLoginPageIsNoAnswer() {
        server.behave(asked -> FakeServer.reply(200, "text/html; charset=utf-8", "<html>\n <title>Log in</title>"));
        assertThat(error(gauge()))
                .startsWith("main (" + server.url() + ") answers 200 with text/html; charset=utf-8, which is not ")
                .endsWith(": <html> <title>Log in</title>");
    }

    @Test
    void brokenJsonIsNoAnswer() {
        for (String body : List.of("", "{", "[]", "null", "\"x\"", "{\"data\":{\"result\":[{\"metric\":", "nonsense")) {
            server.behave(asked -> FakeServer.json(body));
            assertThat(error(gauge())).as(body).isNotBlank();
        }
    }

    @Test
    void redirectsAreNotFollowed() {
        server.behave(asked -> response -> response.status(302)
                .header("location", "http://127.0.0.1:1/elsewhere")
                .send());
        assertThat(error(gauge())).contains("answers 302, a redirect; they are not followed");
        assertThat(server.asked()).extracting(FakeServer.Asked::path).doesNotContain("/elsewhere");
    }

    @Test
    void aFullQueueIsToldAtOnce() {
        openWith(LITTLE_PATIENCE);
        server.behave(asked -> FakeServer.hang());
        List<Evidence> all = got(Flux.range(0, 30)
                .flatMap(i -> probe.read(gauge(), NODES, AT, INTERVAL), 30)
                .collectList());
        assertThat(all)
                .hasSize(30)
                .contains(new Evidence.QueryError(
                        "more than 4 questions to main (" + server.url() + ") are waiting already"));
        assertThat(meters.get("tidegate.probe.questions")
                        .tag("outcome", "queue-full")
                        .timer()
                        .count())
                .isPositive();
    }

    @Test
    void clocksThatDifferByALittleAreBridged() {
        // the server has the machine's time: ours is the clock that is off
        now = Instant.now().minusSeconds(30);
        server.behave(dated(having(Map.of("node-01", 1.0, "node-02", 2.0, "node-03", 3.0))));
        assertThat(got(probe.read(gauge(), NODES, now, INTERVAL))).isInstanceOf(Evidence.Values.class);
        assertThat(meters.get("tidegate.probe.clock.ahead").gauge().value()).isBetween(28.0, 32.0);
    }

    @Test
    void clocksThatAreFarApartHold() {
        now = Instant.now().plusSeconds(600);
        server.behave(dated(having(Map.of("node-01", 1.0))));
        Evidence evidence = got(probe.read(gauge(), NODES, now, INTERVAL));
        assertThat(evidence).isInstanceOf(Evidence.Stale.class);
        assertThat(((Evidence.Stale) evidence).reason())
                .matches("the clock of main \\(\\S+\\) is (599|600|601) s behind ours, so that nobody can say which"
                        + " values belong to which time; set the clocks right");
    }

    /** With the date of this machine, as every server sends it. */
    protected static FakeServer.Behaviour dated(FakeServer.Behaviour inner) {
        return asked -> response -> {
            response.header(
                    "date",
                    java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            Instant.now().atZone(java.time.ZoneOffset.UTC)));
            return inner.apply(asked).send(response);
        };
    }

    private static Instant[] times(int count) {
        Instant[] times = new Instant[count];
        for (int i = 0; i < count; i++) {
            times[i] = AT.plus(INTERVAL.multipliedBy(i));
        }
        return times;
    }

    private static Probe failing() {
        return new Probe() {
            @Override
            public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
                return Mono.error(new IllegalStateException("not opened"));
            }

            @Override
            public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
                return Mono.error(new IllegalStateException("not opened"));
            }
        };
    }
}
