package dev.tidegate.rollout.target.http;

import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a target listens.
 *
 * @param name what machines of the fleet call it
 * @param url http or https; a path is kept as prefix of every path that is asked
 * @param caFile certificates in PEM that sign the server's; empty for those of the JDK
 * @param answer how long a call may take in all, when the caller does not say otherwise
 * @param answerBytes how large an answer may be
 */
public record Endpoint(String name, URI url, Optional<Path> caFile, Duration answer, int answerBytes) {
    public static final Duration ANSWER = Duration.ofSeconds(60);
    /** Answers hold what every node of a job did: 200 nodes with some hundred states each fit. */
    public static final int ANSWER_BYTES = 64 << 20;

    /** How many calls are under way at once, event streams beside them. */
    private static final int CONCURRENCY = 8;
    /** How many calls may wait for their turn. */
    private static final int WAITING = 4096;

    private static final Duration CONNECT = Duration.ofSeconds(5);

    public Endpoint {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
            throw new IllegalArgumentException("the url must be http://HOST:PORT or https://HOST:PORT, not " + url);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "user and password do not belong into the url, which is shown to people");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("the url must end with its path");
        }
    }

    public static Endpoint of(String name, URI url) {
        return new Endpoint(name, url, Optional.empty(), ANSWER, ANSWER_BYTES);
    }

    Server server() {
        HttpLimits limits = new HttpLimits(CONNECT, answer, answerBytes, CONCURRENCY, WAITING);
        return new Server(name, url, new Credentials.None(), Map.of(), caFile, Optional.empty(), limits);
    }

    /** For sentences: its name and where it is. */
    public String title() {
        return name + " (" + url + ")";
    }
}
