package dev.tidegate.embedded;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import kafka.server.ControllerServer;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;

/**
 * The broker of the run before, as the controller remembers it. In a cluster a broker that comes back has to wait until
 * its former self has been silent for a session timeout, 9 seconds, since that one might still be alive. Here the
 * directory's lock says that it is not, so its registration is withdrawn at once. Its partitions stay, with their data,
 * and get their leader back when the broker registers anew.
 */
final class PreviousBroker {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int POLL_MILLIS = 5;

    private PreviousBroker() {}

    /** Call between the start of the controller and that of the broker. */
    static void withdraw(ControllerServer controller) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        ControllerRequestContext context = new ControllerRequestContext(
                new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.of(deadline));
        while (true) {
            try {
                controller
                        .controller()
                        .unregisterBroker(context, KafkaStorage.NODE_ID)
                        .join();
                return;
            } catch (CompletionException failure) {
                if (failure.getCause() instanceof BrokerIdNotRegisteredException) {
                    return; // the first start of all
                }
                if (!(failure.getCause() instanceof NotControllerException)) {
                    throw failure;
                }
                pause(deadline, failure); // it has not elected itself yet
            }
        }
    }

    private static void pause(long deadline, CompletionException failure) {
        try {
            if (System.nanoTime() > deadline) {
                throw failure;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while Kafka started", interrupt);
        }
    }
}
