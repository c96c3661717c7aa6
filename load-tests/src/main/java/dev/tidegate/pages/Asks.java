package dev.tidegate.pages;

import dev.tidegate.storm.send.Latencies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What pages ask beside their streams, with the session they share. */
final class Asks {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI gateway;
    private final String cookie;
    private final AtomicReference<Latencies> times = new AtomicReference<>(new Latencies());
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<String> first = new AtomicReference<>("");

    private Asks(HttpClient http, URI gateway, String cookie) {
        this.http = http;
        this.gateway = gateway;
        this.cookie = cookie;
    }

    /** Signs in by a token, as the dashboard does. */
    static Asks signIn(HttpClient http, URI gateway, String token) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(gateway.resolve("/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("signing in was answered with " + answer.statusCode() + " " + answer.body());
        }
        String cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
        return new Asks(http, gateway, cookie);
    }

    String cookie() {
        return cookie;
    }

    /** The answer when it is JSON; an empty object when it is not, or when there was none. */
    JsonNode get(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("Cookie", cookie)
                .timeout(ANSWER)
                .build();
        long begun = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            times.get().record(System.nanoTime() - begun);
            count.incrementAndGet();
            if (answer.statusCode() != 200) {
                failed(path + " was answered with " + answer.statusCode() + " " + answer.body());
            } else if (answer.body().startsWith("{")) {
                return JsonMapper.shared().readTree(answer.body());
            }
        } catch (IOException e) {
            failed(path + ": " + e);
        }
        return JsonMapper.shared().createObjectNode();
    }

    void failed(String why) {
        failures.incrementAndGet();
        first.compareAndSet("", why);
    }

    /** How long answers took, since this was asked before. */
    Latencies takeTimes() {
        return times.getAndSet(new Latencies());
    }

    long count() {
        return count.get();
    }

    long failures() {
        return failures.get();
    }

    /** Why the first failed; empty when none did. */
    String firstFailure() {
        return first.get();
    }
}
