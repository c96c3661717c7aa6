package dev.tidegate.health.remote;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A server that others run.
 *
 * @param name what policies call it
 * @param url http or https; a path is kept as prefix of every path that is asked
 * @param headers more headers for every call; taken as secret
 * @param caFile certificates in PEM that sign the server's; empty for those of the JDK
 * @param database the one that is asked when a policy names none; for servers that have several
 */
public record Server(
        String name,
        URI url,
        Credentials credentials,
        Map<String, String> headers,
        Optional<Path> caFile,
        Optional<String> database,
        HttpLimits limits) {

    public Server {
        headers = Map.copyOf(headers);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("server " + name + ": the url must begin with http:// or https://");
        }
        if (url.getHost() == null) {
            throw new IllegalArgumentException("server " + name + ": the url names no host");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "server " + name + ": user and password do not belong into the url, which is shown to people");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("server " + name + ": the url must end with its path");
        }
    }

    /** A server without credentials, and with the default limits. */
    public static Server of(String name, URI url) {
        return new Server(
                name, url, new Credentials.None(), Map.of(), Optional.empty(), Optional.empty(), HttpLimits.DEFAULT);
    }

    public Server withCredentials(Credentials other) {
        return new Server(name, url, other, headers, caFile, database, limits);
    }

    public Server withHeaders(Map<String, String> others) {
        return new Server(name, url, credentials, others, caFile, database, limits);
    }

    public Server withCaFile(Path file) {
        return new Server(name, url, credentials, headers, Optional.of(file), database, limits);
    }

    public Server withDatabase(String other) {
        return new Server(name, url, credentials, headers, caFile, Optional.of(other), limits);
    }

    public Server withLimits(HttpLimits others) {
        return new Server(name, url, credentials, headers, caFile, database, others);
    }

    /** For sentences: its name and where it is. */
    public String title() {
        return name + " (" + url + ")";
    }

    @Override
    public String toString() {
        return "Server[" + title() + ", " + credentials + "]";
    }
}
