package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.gateway.Tidegate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A whole gateway with a fleet of which nothing can be reached: it says so, and lets nothing pass. */
@Tag("slow")
class ChangesIT {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void whatCannotBeReachedIsToldAndHolds() throws IOException {
        Path fleet = Files.writeString(directory.resolve("fleet.yaml"), """
                machines:
                  - {name: cmp1, role: compute}
                  - {name: cmp2, role: compute}
                  - {name: stg1, role: compute, staging: true}
                """);
        Map<String, Object> properties =
                SharedGateway.external(SharedEmbedded.get().freshDatabase(), directory.resolve("data"));
        properties.put("tidegate.fleet", fleet.toString());
        properties.put("tidegate.anonymous-loopback", true);
        try (ConfigurableApplicationContext context = Tidegate.run(properties)) {
            SharedGateway gateway = SharedGateway.of(context);
            gateway.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 200);
            walk(gateway);
        }
    }

    private static void walk(SharedGateway gateway) {
        String body = """
                {"title":"Raise the limit","reason":"too low","selector":"{role=\\"compute\\"}","start":"%s",
                 "origin":{"kind":"git","repository":"infra","revision":"%s"},"states":["nova"],
                 "policy":"signals:\\n- {name: alerts, incidents: severity=critical, limit: 0}\\n"}""".formatted(Instant.now().plus(2, ChronoUnit.DAYS), "a".repeat(40));
        JsonNode change = expect(201, gateway.call("POST", "/api/v1/changes", "", body));
        String path = "/api/v1/changes/" + change.path("id").asString("");
        assertThat(change.path("plan").path("waves").size()).isEqualTo(2);
        assertThat(change.path("review").path("known").asBoolean()).isFalse();
        assertThat(change.path("review").path("reason").asString("")).isNotEmpty();

        expect(202, gateway.call("POST", path + "/staging", "", ""));
        JsonNode staging = SharedGateway.json(
                gateway.await(path + "/staging", "", answer -> !answer.body().contains("\"running\""))
                        .body());
        assertThat(staging.path("state").asString("")).isEqualTo("failed");

        String yes = "{\"side\":\"support\",\"hash\":\"%s\",\"start\":\"%s\",\"granted\":true}"
                .formatted(
                        change.path("hash").asString(""),
                        change.path("content").path("start").asString(""));
        // whoever is anonymous has written it, and so cannot approve it
        assertThat(expect(409, gateway.call("POST", path + "/approvals", "", yes))
                        .path("detail")
                        .asString(""))
                .startsWith("nobody approves their own change");
        assertThat(expect(200, gateway.call("GET", path, "", ""))
                        .path("obstacles")
                        .size())
                .isEqualTo(3);
        assertThat(expect(200, gateway.call("GET", "/api/v1/fleet", "", ""))
                        .path("machines")
                        .size())
                .isEqualTo(3);
    }

    private static JsonNode expect(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return SharedGateway.json(answer.body());
    }
}
