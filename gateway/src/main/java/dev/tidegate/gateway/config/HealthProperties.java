package dev.tidegate.gateway.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where evidence comes from, under {@code tidegate.}.
 *
 * @param servers by the name that policies call them
 * @param watches how many watches this gateway runs at most
 */
@ConfigurationProperties("tidegate")
public record HealthProperties(
        @DefaultValue Map<String, ServerProperties> servers,
        @DefaultValue("200") int watches) {
    static final String PROMETHEUS = "prometheus";
    static final String INFLUX = "influx";
    static final String ELASTICSEARCH = "elasticsearch";
    private static final Set<String> KINDS = new TreeSet<>(Set.of(PROMETHEUS, INFLUX, ELASTICSEARCH));
    private static final int MAX_WATCHES = 10_000;

    public HealthProperties {
        servers = Map.copyOf(servers);
        if (watches < 1 || watches > MAX_WATCHES) {
            throw new ConfigurationException("tidegate.watches = \"" + watches + "\" must be from 1 to " + MAX_WATCHES);
        }
        servers.forEach((name, server) -> server.check(name));
    }

    /** The servers of a kind. */
    List<Server> of(String kind) {
        return servers.entrySet().stream()
                .filter(entry -> entry.getValue().kind().equals(kind))
                .map(entry -> entry.getValue().server(entry.getKey()))
                .toList();
    }

    /** What kind of server has this name; null when none has. */
    @Nullable
    String kind(String name) {
        ServerProperties server = servers.get(name);
        return server == null ? null : server.kind();
    }

    /**
     * One server. A secret is given as it is or, better, as the file that holds it.
     *
     * @param kind {@code prometheus}, {@code influx} or {@code elasticsearch}
     * @param url http or https
     * @param username for basic authentication
     * @param token for {@code Authorization: Bearer}
     * @param caFile certificates in PEM that sign the server's; empty for those of the JDK
     * @param database the one that is asked when a policy names none
     * @param timeout of one answer
     */
    public record ServerProperties(
            @DefaultValue("") String kind,
            @DefaultValue("") String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password,
            @DefaultValue("") String passwordFile,
            @DefaultValue("") String token,
            @DefaultValue("") String tokenFile,
            @DefaultValue("") String caFile,
            @DefaultValue("") String database,
            @DefaultValue("5s") Duration timeout) {

        void check(String name) {
            if (!KINDS.contains(kind)) {
                throw wrong(name, "kind", "\"" + kind + "\" is not one of " + String.join(", ", KINDS));
            }
            if (url.isEmpty()) {
                throw wrong(name, "url", "is missing");
            }
            if (!password.isEmpty() && !passwordFile.isEmpty()) {
                throw wrong(name, "password-file", "is given as well as password; one of them is enough");
            }
            if (!token.isEmpty() && !tokenFile.isEmpty()) {
                throw wrong(name, "token-file", "is given as well as token; one of them is enough");
            }
            boolean tokens = !token.isEmpty() || !tokenFile.isEmpty();
            if (tokens && !username.isEmpty()) {
                throw wrong(name, "token", "is given as well as username; a server wants one or the other");
            }
            if (!timeout.isPositive() || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
                throw wrong(name, "timeout", "must be above 0 and at most 5m");
            }
        }

        Server server(String name) {
            try {
                Server server = Server.of(name, URI.create(url))
                        .withCredentials(credentials(name))
                        .withLimits(HttpLimits.DEFAULT.withAnswer(timeout));
                Server signed = caFile.isEmpty() ? server : server.withCaFile(Path.of(caFile));
                return database.isEmpty() ? signed : signed.withDatabase(database);
            } catch (ConfigurationException explained) {
                throw explained;
            } catch (IllegalArgumentException e) {
                throw wrong(name, "url", String.valueOf(e.getMessage()));
            }
        }

        private Credentials credentials(String name) {
            String bearer = secret(name, "token-file", token, tokenFile);
            if (!bearer.isEmpty()) {
                return new Credentials.Bearer(bearer);
            }
            return username.isEmpty()
                    ? new Credentials.None()
                    : new Credentials.Basic(username, secret(name, "password-file", password, passwordFile));
        }

        private static String secret(String name, String property, String given, String file) {
            if (file.isEmpty()) {
                return given;
            }
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw wrong(name, property, file + " cannot be read: " + e);
            }
        }

        private static ConfigurationException wrong(String name, String property, String reason) {
            return new ConfigurationException("tidegate.servers." + name + "." + property + ": " + reason);
        }

        /** Says where it is and never how to get in. */
        @Override
        public String toString() {
            return kind + " at " + url;
        }
    }
}
