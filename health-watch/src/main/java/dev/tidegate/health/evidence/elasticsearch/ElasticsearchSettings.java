package dev.tidegate.health.evidence.elasticsearch;

import java.net.URI;
import java.time.Duration;

/**
 * How one Elasticsearch is reached.
 *
 * @param name as policies and sentences call it
 * @param url {@code http} or {@code https}, with a path when it stands behind a proxy
 * @param timeout for each question; longer ones are a query error
 * @param delay how far windows are shifted into the past. A document counts only when it can be found: after its shipper
 *     sent it and the index was refreshed (each second, unless configured otherwise). What arrives later than this is
 *     never counted, so it should be the slowest shipper's lag plus the refresh interval
 */
public record ElasticsearchSettings(String name, URI url, Login login, Duration timeout, Duration delay) {
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(2);

    public ElasticsearchSettings {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException(name + ": " + url + " is not an http or https address");
        }
        if (timeout.isNegative() || timeout.isZero() || delay.isNegative()) {
            throw new IllegalArgumentException(name + ": the time-out must be above 0, and the delay not below it");
        }
    }

    public static ElasticsearchSettings of(String name, URI url, Login login) {
        return new ElasticsearchSettings(name, url, login, DEFAULT_TIMEOUT, DEFAULT_DELAY);
    }

    /** How to log in. Secrets are no part of {@code toString}. */
    public sealed interface Login {
        /** The server asks for none. */
        record None() implements Login {}

        /** User and password. */
        record Basic(String user, String password) implements Login {
            @Override
            public String toString() {
                return "Basic[" + user + "]";
            }
        }

        /**
         * An API key in its encoded form, or a whole {@code Authorization} value when there is a space in it, such as
         * {@code Bearer AAEAA…}.
         */
        record Token(String token) implements Login {
            @Override
            public String toString() {
                return "Token[]";
            }
        }
    }
}
