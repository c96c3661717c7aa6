package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.gateway.Tidegate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A real disk that fills under running servers; needs the right to mount, and is skipped without it. */
@Tag("slow")
class FullDiskIT {
    private static final int MIB = 1 << 20;
    private static final String ALERT = "[{\"labels\":{\"alertname\":\"NodeDown\",\"host\":\"n1\"}}]";

    @TempDir
    Path disk = Path.of("replaced");

    @Test
    void sendersAreSentAwayBeforeItIsFullAndTakenAgainAfterwards() throws IOException, InterruptedException {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=768m", "tmpfs", disk.toString()), "not allowed to mount");
        try (ConfigurableApplicationContext context = Tidegate.run(Map.of(
                "tidegate.data",
                disk.resolve("data").toString(),
                "tidegate.port",
                "0",
                "tidegate.tokens.ingest",
                "ingest-of-these-tests",
                "tidegate.tokens.read",
                "read-of-these-tests"))) {
            SharedGateway gateway = SharedGateway.of(context);
            gateway.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 200);
            assertThat(send(gateway).statusCode()).isEqualTo(200);

            Path filler = disk.resolve("filler");
            fill(filler, disk.toFile().getUsableSpace() - 200L * MIB);
            String unready = gateway.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 503)
                    .body();
            assertThat(unready).contains("\"disk\":{\"status\":\"OUT_OF_SERVICE\"");
            assertThat(gateway.call("GET", "/-/ready", "", "").statusCode()).isEqualTo(503);
            HttpResponse<String> refused = send(gateway);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("MiB are free on the disk of");
            assertThat(gateway.call("GET", "/api/v1/incidents", "read", "").statusCode())
                    .as("reading goes on")
                    .isEqualTo(200);

            Files.delete(filler);
            gateway.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 200);
            assertThat(send(gateway).statusCode()).isEqualTo(200);
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static HttpResponse<String> send(SharedGateway gateway) {
        return gateway.call("POST", "/api/v2/alerts", "ingest", ALERT, "Content-Type", "application/json");
    }

    private static void fill(Path file, long bytes) throws IOException {
        byte[] block = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= MIB) {
                out.write(block);
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }
}
