package dev.tidegate.rollout.target.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Orders;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetContract;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.http.Endpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of a target, kept by a receiver of webhooks. */
class WebhookTargetTest extends TargetContract {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_795_365_418));

    private record Hooked(FakeWebhook receiver) implements World {
        @Override
        public List<String> nodes() {
            return List.of("n1", "n2", "n3");
        }

        @Override
        public Target target() {
            WebhookSettings settings =
                    new WebhookSettings(Endpoint.of("hook", receiver.uri()), Optional.empty(), Duration.ofMillis(100));
            return new WebhookTarget(settings, CLOCK, new SimpleMeterRegistry());
        }

        @Override
        public void kill(String node) {
            receiver.kill(node);
        }

        @Override
        public int runs(String node) {
            return receiver.runs(node);
        }

        @Override
        public void close() {
            receiver.close();
        }
    }

    @Override
    protected World world(Path directory) throws IOException {
        return new Hooked(new FakeWebhook());
    }

    @Test
    void callsAreSignedWithTheKeyOfTheFile(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "shhh\n");
        try (FakeWebhook receiver = new FakeWebhook()) {
            WebhookTarget target = new WebhookTarget(
                    new WebhookSettings(
                            Endpoint.of("hook", receiver.uri()), Optional.of(secret), Duration.ofSeconds(1)),
                    CLOCK,
                    new SimpleMeterRegistry());

            assertThat(value(target.find(Orders.forward("r1.1", List.of("n1")))))
                    .isEmpty();

            assertThat(receiver.signatures())
                    .containsExactly("GET /orders/r1.1  "
                            + Signature.of(
                                    secret,
                                    CLOCK.instant(),
                                    "GET",
                                    "/orders/r1.1",
                                    "".getBytes(StandardCharsets.UTF_8)));
        }
        // openssl dgst -sha256 -hmac shhh over 1795365418.GET./orders/r1.1.
        assertThat(Signature.of(secret, CLOCK.instant(), "GET", "/orders/r1.1", new byte[0]))
                .isEqualTo("t=1795365418,v1=a492abe489ebd50727790ab2393ebab3fecc9ee583cf533fc89d38c2744b6764");
    }

    @Test
    void aReceiverThatIsAwayIsNamed() throws IOException {
        FakeWebhook receiver = new FakeWebhook();
        Target target = new Hooked(receiver).target();
        receiver.close();
        Order order = Orders.forward("r1.1", List.of("n1"));

        assertThatThrownBy(() -> value(target.apply(order)))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("hook (http://127.0.0.1")
                .hasMessageContaining("cannot be reached");
    }
}
