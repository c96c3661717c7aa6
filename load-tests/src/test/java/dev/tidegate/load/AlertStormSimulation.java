package dev.tidegate.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.tidegate.storm.timeline.Notifier;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * An alert storm with readers: batches of 64 alerts are posted at a steady rate while clients follow the incident
 * stream by SSE. Every post must be accepted, 99 % of them within the bound, and every reader must hear of incidents in
 * both halves of the storm. See {@link LoadSettings} for what can be set.
 */
public final class AlertStormSimulation extends Simulation {
    private static final Duration READERS_ARRIVE = Duration.ofSeconds(5);
    private static final Duration FIRST_EVENT = Duration.ofSeconds(20);

    /** Puts the simulation together; Gatling runs it. */
    public AlertStormSimulation() {
        LoadSettings settings = LoadSettings.fromSystem();
        HttpProtocolBuilder gateway =
                http.baseUrl(settings.url()).userAgentHeader("tidegate-load").shareConnections();
        double postsPerSecond = (double) settings.rate() / Notifier.BATCH;
        setUp(
                        senders(settings)
                                .injectOpen(constantUsersPerSec(postsPerSecond).during(settings.duration())),
                        readers(settings)
                                .injectOpen(rampUsers(settings.readers()).during(READERS_ARRIVE)))
                .protocols(gateway)
                .assertions(
                        global().failedRequests().count().is(0L),
                        details("post alerts").responseTime().percentile(99.0).lt(settings.p99Millis()));
    }

    private static ScenarioBuilder senders(LoadSettings settings) {
        HttpRequestActionBuilder post = http("post alerts")
                .post("/api/v2/alerts")
                .headers(bearer(settings.ingestToken()))
                .header("Content-Type", "application/json")
                .body(StringBody("#{" + StormFeed.BODY + "}"))
                .check(status().is(200));
        return scenario("senders").exec(feed(new StormFeed(settings)), exec(post));
    }

    private static ScenarioBuilder readers(LoadSettings settings) {
        Duration half = settings.duration().dividedBy(2);
        return scenario("readers")
                .exec(sse("open stream")
                        .get("/api/v1/incidents/stream")
                        .headers(bearer(settings.readToken()))
                        .await(FIRST_EVENT)
                        .on(sse.checkMessage("first event")
                                .matching(jsonPath("$.data").exists())
                                .check(jsonPath("$.data").exists())))
                .pause(half)
                .exec(sse("follow stream")
                        .setCheck()
                        .await(half)
                        .on(sse.checkMessage("event in the second half")
                                .matching(jsonPath("$.data").exists()) // a heartbeat has none
                                .check(jsonPath("$.data").exists())))
                .pause(half)
                .exec(sse("close stream").close());
    }

    private static Map<String, String> bearer(Optional<String> token) {
        return token.map(secret -> Map.of("Authorization", "Bearer " + secret)).orElse(Map.of());
    }
}
