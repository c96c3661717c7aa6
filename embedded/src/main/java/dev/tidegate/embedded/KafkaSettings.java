package dev.tidegate.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.security.plain.PlainLoginModule;

/**
 * The configuration of a broker that is alone: one node that is broker and controller, every internal topic with one
 * replica, thread counts and buffers for a machine it shares with everything else.
 *
 * <p>A record counts as written when the operating system has it (Kafka's own rule: a broker never waits for the disk).
 * It survives a crash or {@code kill -9} of this process, but a power cut may take the last seconds; an external cluster
 * of three brokers is what protects against that.
 */
final class KafkaSettings {
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";
    /** The user name clients log in with. */
    static final String CLIENT_USER = "tidegate";
    /** The largest record batch the broker takes: an ingest body of 16 MiB and room around it. */
    static final int MAX_MESSAGE_BYTES = 32 << 20;

    private static final String BROKER_USER = "broker";
    private static final int SEGMENT_BYTES = 128 << 20;
    private static final int INTERNAL_SEGMENT_BYTES = 16 << 20;

    private KafkaSettings() {}

    static Properties broker(Path logDirectory, int clientsPort, int controllerPort, Credentials credentials) {
        String clients = RememberedPorts.LOOPBACK + ":" + clientsPort;
        String controller = RememberedPorts.LOOPBACK + ":" + controllerPort;
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(KafkaStorage.NODE_ID),
                "controller.quorum.voters",
                KafkaStorage.NODE_ID + "@" + controller,
                "controller.listener.names",
                CONTROLLER,
                "listeners",
                CLIENTS + "://" + clients + "," + CONTROLLER + "://" + controller,
                "advertised.listeners",
                CLIENTS + "://" + clients,
                "inter.broker.listener.name",
                CLIENTS,
                "log.dirs",
                logDirectory.toString()));
        // every door asks for a password, the controller's too
        settings.putAll(Map.of(
                "listener.security.protocol.map",
                CLIENTS + ":SASL_PLAINTEXT," + CONTROLLER + ":SASL_PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "sasl.mechanism.controller.protocol",
                "PLAIN",
                "listener.name.clients.plain.sasl.jaas.config",
                serverLogin(credentials),
                "listener.name.controller.plain.sasl.jaas.config",
                controllerLogin(credentials)));
        settings.putAll(Map.of(
                "offsets.topic.num.partitions", "1",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.num.partitions", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "min.insync.replicas", "1",
                "group.initial.rebalance.delay.ms", "0"));
        settings.putAll(Map.of(
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "num.recovery.threads.per.data.dir", "2",
                "group.coordinator.threads", "1",
                "share.coordinator.threads", "1",
                "log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20)));
        // a start waits for the heartbeat after the one that finds it has caught up: 2 seconds by default
        settings.put("broker.heartbeat.interval.ms", "250");
        // after a kill -9 the open segments are read through once: small ones make that quick
        settings.putAll(Map.of(
                "log.segment.bytes", Integer.toString(SEGMENT_BYTES),
                "metadata.log.segment.bytes", Integer.toString(INTERNAL_SEGMENT_BYTES),
                "offsets.topic.segment.bytes", Integer.toString(INTERNAL_SEGMENT_BYTES),
                "transaction.state.log.segment.bytes", Integer.toString(INTERNAL_SEGMENT_BYTES)));
        settings.putAll(Map.of(
                "message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES),
                "replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES),
                "socket.request.max.bytes", Integer.toString(2 * MAX_MESSAGE_BYTES),
                "auto.create.topics.enable", "false",
                "controlled.shutdown.enable", "false"));
        return settings;
    }

    /** What any Kafka client needs to reach the broker; the same keys that reach an external cluster. */
    static Map<String, Object> client(int port, Credentials credentials) {
        return Map.of(
                "bootstrap.servers",
                RememberedPorts.LOOPBACK + ":" + port,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                login(CLIENT_USER, credentials.kafkaPassword()) + ";");
    }

    private static String serverLogin(Credentials credentials) {
        return login(BROKER_USER, credentials.kafkaBrokerPassword())
                + accepts(BROKER_USER, credentials.kafkaBrokerPassword())
                + accepts(CLIENT_USER, credentials.kafkaPassword()) + ";";
    }

    private static String controllerLogin(Credentials credentials) {
        return login(BROKER_USER, credentials.kafkaBrokerPassword())
                + accepts(BROKER_USER, credentials.kafkaBrokerPassword()) + ";";
    }

    private static String login(String user, String password) {
        return PlainLoginModule.class.getName() + " required username=\"" + user + "\" password=\"" + password + "\"";
    }

    private static String accepts(String user, String password) {
        return " user_" + user + "=\"" + password + "\"";
    }
}
