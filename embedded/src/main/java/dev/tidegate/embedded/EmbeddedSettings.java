package dev.tidegate.embedded;

import java.nio.file.Path;

/**
 * Where the embedded services keep their data and where they listen.
 *
 * @param directory the data directory, created when it does not exist
 * @param kafkaPort the port for Kafka clients on 127.0.0.1; 0 takes the one used last, or any free one
 * @param postgresPort the port of PostgreSQL on 127.0.0.1; 0 likewise
 */
public record EmbeddedSettings(Path directory, int kafkaPort, int postgresPort) {
    private static final int MAX_PORT = 0xffff;

    public EmbeddedSettings {
        requirePort("Kafka", kafkaPort);
        requirePort("PostgreSQL", postgresPort);
        if (kafkaPort != 0 && kafkaPort == postgresPort) {
            throw new IllegalArgumentException("Kafka and PostgreSQL cannot both listen on port " + kafkaPort);
        }
    }

    /** Free ports. */
    public static EmbeddedSettings at(Path directory) {
        return new EmbeddedSettings(directory, 0, 0);
    }

    private static void requirePort(String what, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "the port of " + what + " is " + port + ", and must be from 1 to " + MAX_PORT + ", or 0 for any");
        }
    }
}
