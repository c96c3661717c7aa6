package dev.tidegate.fleet.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The monitor's open health stream, which is a dead man's handle: waves begin and soaks end only while it is open. Tells each
 * verdict; opens the stream again when it ends, until it is interrupted.
 */
final class Presence implements Runnable {
    private static final long PAUSE = 500;

    private final Api api;
    private final String token;
    private final String rollout;
    private final Told told;

    Presence(Api api, String token, String rollout, Told told) {
        this.api = api;
        this.token = token;
        this.rollout = rollout;
        this.told = told;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                read();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws InterruptedException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(api.stream(token, "/rollouts/" + rollout + "/health"), StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                verdict(line);
            }
        } catch (IOException | DemoFailedException e) {
            if (!Thread.currentThread().isInterrupted()) {
                told.line("  mona's stream ended: " + e.getMessage());
            }
        }
    }

    private void verdict(String line) {
        if (line.isBlank()) {
            return;
        }
        try {
            JsonNode event = Api.JSON.readTree(line);
            if (event.path("event").asString("").equals("verdict")) {
                JsonNode data = event.path("data");
                JsonNode verdict = data.path("verdict");
                told.line("  mona sees: wave " + data.path("wave").asString("?") + " is "
                        + verdict.path("verdict").asString("?") + ", "
                        + verdict.path("reason").asString(""));
            }
        } catch (JacksonException e) {
            told.line("  mona's stream has a line that is no JSON: " + line);
        }
    }
}
