package dev.tidegate.gateway.config;

import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.gateway.security.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a person reaches the embedded servers, as shell variables in the data directory: {@code . data/psql.env; psql}, and
 * {@code data/kafka-client.env} for kcat and the like. Only the owner can read them.
 */
final class ClientFiles {
    private static final Pattern PASSWORD = Pattern.compile("username=\"([^\"]*)\" password=\"([^\"]*)\"");

    private ClientFiles() {}

    static void write(Path dataDirectory, Map<String, Object> kafka, PostgresConnection postgres) {
        Matcher login = PASSWORD.matcher(String.valueOf(kafka.get("sasl.jaas.config")));
        boolean asks = login.find();
        try {
            PrivateFile.write(
                    dataDirectory.resolve("kafka-client.env"),
                    "export KAFKA_BOOTSTRAP=" + kafka.get("bootstrap.servers")
                            + "\nexport KAFKA_SASL_MECHANISM=" + kafka.getOrDefault("sasl.mechanism", "")
                            + "\nexport KAFKA_USERNAME=" + (asks ? login.group(1) : "")
                            + "\nexport KAFKA_PASSWORD=" + (asks ? login.group(2) : "") + "\n");
            PrivateFile.write(
                    dataDirectory.resolve("psql.env"),
                    "export PGHOST=" + postgres.host() + "\nexport PGPORT=" + postgres.port() + "\nexport PGDATABASE="
                            + postgres.database() + "\nexport PGUSER=" + postgres.user() + "\nexport PGPASSWORD="
                            + postgres.password() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be written to: " + e.getMessage(), e);
        }
    }

    /** Where this gateway is, for commands that are given its data directory. */
    static void writeUrl(Path dataDirectory, String listen, int port) {
        boolean everywhere = listen.equals("0.0.0.0") || listen.equals("::");
        String host = everywhere ? "127.0.0.1" : listen.indexOf(':') >= 0 ? "[" + listen + "]" : listen;
        try {
            PrivateFile.write(dataDirectory.resolve("url"), "http://" + host + ":" + port + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be written to: " + e.getMessage(), e);
        }
    }
}
