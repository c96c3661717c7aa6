package dev.tidegate.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What a person is told once everything is ready. Names where tokens are, never a token. */
record Greeting(TidegateProperties properties, int port, Duration took) {
    String text() {
        Path data = properties.dataDirectory();
        String target = host() + ":" + port;
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT, "Tidegate listens on http://%s, ready in %.1f s%n", target, took.toMillis() / 1000.0));
        out.append(
                properties.embedded()
                        ? "  data    " + data + ", with its own Kafka and PostgreSQL\n"
                        : "  data    Kafka at " + properties.kafka() + ", PostgreSQL from TIDEGATE_POSTGRES\n");
        out.append(
                properties.anonymousLoopback()
                        ? "  tokens  none needed on this machine (--anonymous-loopback)\n"
                        : "  tokens  " + data.resolve("tokens") + " (admin, read, ingest)\n");
        out.append("  look    http://")
                .append(target)
                .append(
                        properties.anonymousLoopback()
                                ? ", nobody is asked to sign in\n"
                                : ", sign in with the token in " + data.resolve("tokens/admin")
                                        + ", or with an account:\n          ./tidegate user add NAME --roles "
                                        + "responder,monitor" + option(data) + "\n");
        out.append("What Prometheus needs, in prometheus.yml:\n");
        out.append("  alerting:\n");
        out.append("    alertmanagers:\n");
        out.append(
                properties.anonymousLoopback()
                        ? "      - scheme: http\n"
                        : "      - authorization: { credentials_file: " + data.resolve("tokens/ingest") + " }\n");
        out.append("        static_configs:\n");
        out.append("          - targets: [\"").append(target).append("\"]");
        return out.toString();
    }

    /** What the command needs to find this gateway, when its data is not where commands look by themselves. */
    private static String option(Path data) {
        return data.equals(Path.of("data").toAbsolutePath().normalize()) ? "" : " --data " + data;
    }

    private String host() {
        String listen = properties.listen();
        return listen.indexOf(':') >= 0 ? "[" + listen + "]" : listen;
    }
}
