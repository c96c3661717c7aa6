package dev.tidegate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker, KRaft controller included, inside this process and on loopback only. Its sockets are opened
 * here before Kafka starts, so a taken port is noticed at once and by name, and two starts never race for a free one.
 *
 * <p>Starting and stopping block; keep both off reactive threads.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** The user name clients log in with. */
    public static final String USER = KafkaSettings.CLIENT_USER;
    /** The largest record batch the broker takes, in bytes; a producer's {@code max.request.size} goes up to here. */
    public static final int MAX_MESSAGE_BYTES = KafkaSettings.MAX_MESSAGE_BYTES;

    private static final String NAME = "Kafka";
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(5);

    private final int port;
    private final Map<String, Object> clientProperties;
    private final KafkaFaults faults;
    private final ControllerServer controller;
    private final BrokerServer broker;

    private EmbeddedKafka(
            int port,
            Map<String, Object> clientProperties,
            KafkaFaults faults,
            ControllerServer controller,
            BrokerServer broker) {
        this.port = port;
        this.clientProperties = clientProperties;
        this.faults = faults;
        this.controller = controller;
        this.broker = broker;
    }

    /**
     * Starts the broker on its part of the data directory and returns when it takes clients.
     *
     * @param wantedPort the port for clients; 0 takes the one used last when it is free, or else any free one
     * @throws EmbeddedException when the port is taken, the storage is damaged or the broker does not come up
     */
    public static EmbeddedKafka start(DataDirectory directory, int wantedPort) {
        Sockets sockets = new Sockets();
        KafkaFaults faults = new KafkaFaults();
        try {
            KafkaStorage storage =
                    KafkaStorage.open(directory.kafka(), directory.credentials().kafkaClusterId());
            int port = sockets.open(directory.ports().bind("kafka", NAME, wantedPort));
            int controllerPort = sockets.open(directory.ports().bind("kafka.controller", NAME + "'s controller", 0));
            EmbeddedKafka kafka = create(directory, storage, sockets, faults, port, controllerPort);
            kafka.startServers(directory.kafka());
            directory.ports().remember("kafka", port);
            directory.ports().remember("kafka.controller", controllerPort);
            return kafka;
        } catch (IOException | RuntimeException failure) {
            sockets.close();
            faults.close();
            if (failure instanceof EmbeddedException explained) {
                throw explained;
            }
            throw new EmbeddedException(
                    "Kafka could not start in " + directory.kafka() + ": " + Causes.explain(failure), failure);
        }
    }

    private static EmbeddedKafka create(
            DataDirectory directory,
            KafkaStorage storage,
            Sockets sockets,
            KafkaFaults faults,
            int port,
            int controllerPort) {
        Credentials credentials = directory.credentials();
        KafkaConfig config =
                new KafkaConfig(KafkaSettings.broker(directory.kafka(), port, controllerPort, credentials), false);
        InetSocketAddress controllerAddress =
                new InetSocketAddress(InetAddress.ofLiteral(RememberedPorts.LOOPBACK), controllerPort);
        SharedServer shared = new SharedServer(
                config,
                storage.properties(),
                Time.SYSTEM,
                new Metrics(),
                CompletableFuture.completedFuture(Map.of(KafkaStorage.NODE_ID, controllerAddress)),
                List.of(),
                faults,
                (listener, address, backlog, receiveBuffer) -> sockets.take(address.getPort()));
        return new EmbeddedKafka(
                port,
                KafkaSettings.client(port, credentials),
                faults,
                new ControllerServer(shared, KafkaRaftServer.configSchema(), storage.bootstrap()),
                new BrokerServer(shared));
    }

    private void startServers(Path directory) {
        try {
            controller.startup();
            PreviousBroker.withdraw(controller);
            broker.startup();
        } catch (RuntimeException failure) {
            stopServers();
            String reason = faults.failed().getNow(Causes.explain(failure));
            throw new EmbeddedException("Kafka could not start in " + directory + ": " + reason, failure);
        }
    }

    private void stopServers() {
        broker.shutdown(SHUTDOWN_LIMIT);
        controller.shutdown();
        controller.awaitShutdown();
    }

    /** The port on 127.0.0.1 that clients connect to. */
    public int port() {
        return port;
    }

    /**
     * The connection properties of any Kafka client: {@code bootstrap.servers} and the login. They hold the password;
     * keep them out of logs.
     */
    public Map<String, Object> clientProperties() {
        return clientProperties;
    }

    /** Completes with a reason when the broker cannot go on by itself; never after {@link #close()}. */
    public CompletionStage<String> failed() {
        return faults.failed().minimalCompletionStage();
    }

    /** Stops the broker and flushes its log; takes no more than a few seconds. */
    @Override
    public void close() {
        faults.close();
        stopServers();
    }

    /** Listening sockets by port, until Kafka takes each over. */
    private static final class Sockets implements AutoCloseable {
        private final Map<Integer, ServerSocketChannel> open = new ConcurrentHashMap<>();

        int open(ServerSocketChannel socket) throws IOException {
            socket.configureBlocking(false);
            int port = RememberedPorts.portOf(socket);
            open.put(port, socket);
            return port;
        }

        ServerSocketChannel take(int port) throws IOException {
            @Nullable ServerSocketChannel socket = open.remove(port);
            if (socket == null) {
                throw new IOException("Kafka asked for a second socket on port " + port);
            }
            return socket;
        }

        @Override
        public void close() {
            open.values().forEach(socket -> {
                try {
                    socket.close();
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }
}
