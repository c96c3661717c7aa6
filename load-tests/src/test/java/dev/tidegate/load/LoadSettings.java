package dev.tidegate.load;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a simulation is run with: a system property {@code tidegate.NAME}, or else the environment variable {@code
 * TIDEGATE_NAME}, or else the default.
 *
 * @param url the gateway ({@code url})
 * @param ingestToken bearer token of the senders ({@code ingest.token}), none for anonymous doors
 * @param readToken bearer token of the readers ({@code read.token})
 * @param nodes size of the made-up fleet ({@code nodes})
 * @param seed of the storms ({@code seed})
 * @param rate alerts per second ({@code rate})
 * @param duration of the storm ({@code duration}, in seconds)
 * @param readers how many clients read the incident stream along ({@code readers})
 * @param p99Millis what 99 % of the posts must stay under ({@code p99})
 */
record LoadSettings(
        String url,
        Optional<String> ingestToken,
        Optional<String> readToken,
        int nodes,
        long seed,
        int rate,
        Duration duration,
        int readers,
        int p99Millis) {

    static LoadSettings fromSystem() {
        return new LoadSettings(
                text("url").orElse("http://127.0.0.1:8080").replaceAll("/+$", ""),
                text("ingest.token"),
                text("read.token"),
                number("nodes", 1_000),
                number("seed", 1),
                number("rate", 5_000),
                Duration.ofSeconds(number("duration", 60)),
                number("readers", 200),
                number("p99", 500));
    }

    private static int number(String name, int otherwise) {
        return text(name)
                .map(text -> {
                    if (!text.matches("[1-9]\\d{0,8}")) {
                        throw new IllegalArgumentException(
                                "tidegate.%s wants a whole number above 0, not \"%s\"".formatted(name, text));
                    }
                    return Integer.parseInt(text);
                })
                .orElse(otherwise);
    }

    private static Optional<String> text(String name) {
        String variable = "TIDEGATE_" + name.toUpperCase(Locale.ROOT).replace('.', '_');
        return Optional.ofNullable(System.getProperty("tidegate." + name))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(value -> !value.isBlank());
    }
}
