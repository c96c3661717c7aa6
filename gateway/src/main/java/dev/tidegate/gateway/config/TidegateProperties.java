package dev.tidegate.gateway.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.gateway.security.Loopback;
import dev.tidegate.gateway.security.SharedToken;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything that can be set, under {@code tidegate.} in Spring's properties.
 *
 * @param data the directory that holds everything Tidegate keeps
 * @param listen the address it listens on
 * @param port the port it listens on; 0 for any free one
 * @param anonymousLoopback asks for no tokens; refused unless {@code listen} is loopback
 * @param kafka bootstrap servers of an external Kafka; empty for the embedded one
 * @param kafkaClient more properties for clients of an external Kafka, for example {@code security.protocol}
 * @param postgres URL of an external PostgreSQL; empty for the embedded one
 * @param partitions partitions of the topics when they are made; each is one shard
 * @param diskReserve MiB that are kept free on the disk of the embedded servers: below, senders get 503
 * @param node the name of this process among others on the same Kafka and PostgreSQL; empty for host and port
 * @param config the file with rules, labels and timings; empty for none
 * @param alertmanagerConfig an Alertmanager configuration whose inhibition rules are used; empty for none
 * @param topology a file of edges; empty for none
 * @param fleet the file of machines, and of what reaches them; empty for none
 * @param tokens chosen by the user instead of made here
 * @param stopWhenReady ends as soon as everything is ready; for preparing the JVM's cache
 */
@ConfigurationProperties("tidegate")
public record TidegateProperties(
        @DefaultValue("data") String data,
        @DefaultValue("127.0.0.1") String listen,
        @DefaultValue("8480") int port,
        @DefaultValue("false") boolean anonymousLoopback,
        @DefaultValue("") String kafka,
        @DefaultValue Map<String, String> kafkaClient,
        @DefaultValue("") String postgres,
        @DefaultValue("4") int partitions,
        @DefaultValue("256") int diskReserve,
        @DefaultValue("") String node,
        @DefaultValue("") String config,
        @DefaultValue("") String alertmanagerConfig,
        @DefaultValue("") String topology,
        @DefaultValue("") String fleet,
        @DefaultValue Tokens tokens,
        @DefaultValue("false") boolean stopWhenReady) {
    private static final int MAX_PORT = 0xffff;
    private static final int MAX_PARTITIONS = 256;

    public TidegateProperties {
        kafkaClient = Map.copyOf(kafkaClient);
        require(port >= 0 && port <= MAX_PORT, "port", port, "must be from 1 to 65535, or 0 for any free one");
        require(partitions >= 1 && partitions <= MAX_PARTITIONS, "partitions", partitions, "must be from 1 to 256");
        require(diskReserve >= 0, "disk-reserve", diskReserve, "must be a number of MiB, 0 for none");
        require(
                !anonymousLoopback || Loopback.isLoopback(listen),
                "anonymous-loopback",
                true,
                "is refused when listening on " + listen + ": it would let anybody in; leave out --anonymous-loopback"
                        + " and use the tokens, or leave out --listen");
        require(
                kafka.isEmpty() == postgres.isEmpty(),
                kafka.isEmpty() ? "kafka" : "postgres",
                "",
                "must be set too when " + (kafka.isEmpty() ? "postgres" : "kafka")
                        + " is: Tidegate runs with both of its own or with both of yours");
    }

    public Path dataDirectory() {
        return Path.of(data).toAbsolutePath().normalize();
    }

    /** A file that may be set: {@code config}, {@code alertmanagerConfig}, {@code topology} or {@code fleet}. */
    static Optional<Path> file(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name));
    }

    /** Whether Tidegate brings its own Kafka and PostgreSQL. */
    public boolean embedded() {
        return kafka.isEmpty();
    }

    /**
     * The name of this process. With embedded servers there is only ever one, and the same name after a restart gives it
     * its partitions back at once; on shared servers host and port tell processes apart.
     */
    public String nodeName() {
        if (!node.isEmpty()) {
            return node;
        }
        return embedded()
                ? "tidegate"
                : hostName() + ":"
                        + (port == 0 ? "pid-" + ProcessHandle.current().pid() : port);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new ConfigurationException("this machine does not know its own name; set tidegate.node", e);
        }
    }

    private static void require(boolean holds, String property, Object value, String reason) {
        if (!holds) {
            throw new ConfigurationException("tidegate." + property + " = \"" + value + "\" " + reason);
        }
    }

    /**
     * Chosen tokens, empty where none is.
     *
     * @param admin from {@code TIDEGATE_ADMIN_TOKEN}
     * @param read from {@code TIDEGATE_READ_TOKEN}
     * @param ingest from {@code TIDEGATE_INGEST_TOKEN}
     */
    public record Tokens(
            @DefaultValue("") String admin,
            @DefaultValue("") String read,
            @DefaultValue("") String ingest) {

        public Map<SharedToken, String> chosen() {
            Map<SharedToken, String> chosen = new EnumMap<>(SharedToken.class);
            chosen.put(SharedToken.ADMIN, admin);
            chosen.put(SharedToken.READ, read);
            chosen.put(SharedToken.INGEST, ingest);
            chosen.values().removeIf(String::isEmpty);
            return chosen;
        }

        /** Says which are chosen, never what they are. */
        @Override
        public String toString() {
            return "Tokens" + chosen().keySet();
        }
    }
}
