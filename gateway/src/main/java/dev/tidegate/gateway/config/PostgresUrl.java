package dev.tidegate.gateway.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.embedded.PostgresConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code postgres://user:password@host:port/database}, the form that psql and most tools take. */
final class PostgresUrl {
    private static final int DEFAULT_PORT = 5432;

    private PostgresUrl() {}

    /** @throws ConfigurationException saying what is missing; the password is never part of it */
    static PostgresConnection parse(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            // the cause is left out on purpose: its message holds the password
            throw problem("it is not a URL");
        }
        @Nullable String scheme = uri.getScheme();
        if (!"postgres".equals(scheme) && !"postgresql".equals(scheme)) {
            throw problem("it does not begin with postgres://");
        }
        if (uri.getQuery() != null) {
            throw problem("options after ? are not understood");
        }
        @Nullable String user = uri.getRawUserInfo();
        if (uri.getHost() == null || user == null || user.indexOf(':') < 1) {
            throw problem("user, password or host is missing");
        }
        @Nullable String path = uri.getPath();
        if (path == null || path.length() < 2) {
            throw problem("the database is missing");
        }
        int colon = user.indexOf(':');
        return new PostgresConnection(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                path.substring(1),
                decoded(user.substring(0, colon)),
                decoded(user.substring(colon + 1)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static ConfigurationException problem(String what) {
        return new ConfigurationException("tidegate.postgres (TIDEGATE_POSTGRES): " + what
                + "; expected postgres://user:password@host:port/database");
    }
}
