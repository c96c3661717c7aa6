package dev.tidegate.health.evidence.http;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.health.remote.Call;
import dev.tidegate.health.remote.Manner;
import dev.tidegate.health.remote.Remote;
import dev.tidegate.health.remote.Server;
import dev.tidegate.health.remote.UnansweredException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Asks one server that probes read from, and learns from its answers how far its clock is from ours. */
public final class ServerClient implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(ServerClient.class);
    private static final Manner PROBING = new Manner(
            "probe",
            "questions",
            "; ask for fewer series",
            true,
            "tidegate.probe.questions",
            "questions to servers, by how they ended",
            "server");
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");

    private final Remote remote;
    private final InstantSource clock;
    private final ServerClock serverClock = new ServerClock();

    /**
     * @param clock ours, which the server's is compared with
     * @throws IllegalArgumentException when the CA file cannot be used
     */
    public ServerClient(Server server, InstantSource clock, MeterRegistry meters) {
        this.remote = new Remote(server, PROBING, meters);
        this.clock = clock;
        Gauge.builder(
                        "tidegate.probe.clock.ahead",
                        serverClock,
                        found -> found.ahead().toSeconds())
                .description("how many seconds the server's clock is ahead of ours")
                .tag("server", server.name())
                .register(meters);
    }

    public Server server() {
        return remote.server();
    }

    /** How far its clock is ahead of ours: zero unless the last answers showed more than five seconds. */
    public Duration ahead() {
        return serverClock.ahead();
    }

    /** Posts a form to a path below the server's url. */
    public Mono<Answer> post(String path, Form form) {
        return Mono.defer(() -> {
            Instant asked = clock.instant();
            byte[] body = form.toString().getBytes(StandardCharsets.US_ASCII);
            return remote.call(
                    new Call(HttpMethod.POST, path, HEADERS, body),
                    server().limits().answer(),
                    heads -> note(heads.get(HttpHeaderNames.DATE), asked));
        });
    }

    UnansweredException late() {
        return remote.late(server().limits().answer());
    }

    @Override
    public void dispose() {
        remote.dispose();
    }

    @Override
    public boolean isDisposed() {
        return remote.isDisposed();
    }

    private void note(@Nullable String date, Instant asked) {
        if (serverClock.observe(date, asked, clock.instant())) {
            log.warn(
                    "the clock of {} is {} s {} ours",
                    server().title(),
                    ahead().abs().toSeconds(),
                    ahead().isNegative() ? "behind" : "ahead of");
        }
    }
}
