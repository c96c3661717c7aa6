package dev.tidegate.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies as Prometheus posts them: 64 alerts of a few rules on many nodes, eight labels, two annotations, a long URL. */
final class Batches {
    static final int ALERTS = 64;

    private static final String[] RULES = {
        "NodeDown", "SystemLoadTooHighWarning", "SystemDiskFullMajor", "RabbitmqServiceDown", "NovaComputeDown"
    };
    private static final String[] SEVERITIES = {"critical", "major", "minor", "warning"};

    private Batches() {}

    /** @param escapes whether texts have the escapes that Go's encoder writes for quotes and angle brackets */
    static byte[][] bodies(int count, boolean escapes) {
        Random random = new Random(42);
        byte[][] bodies = new byte[count][];
        for (int i = 0; i < count; i++) {
            StringBuilder body = new StringBuilder("[");
            for (int alert = 0; alert < ALERTS; alert++) {
                body.append(alert == 0 ? "" : ",");
                append(body, random, escapes);
            }
            bodies[i] = body.append(']').toString().getBytes(StandardCharsets.UTF_8);
        }
        return bodies;
    }

    private static void append(StringBuilder out, Random random, boolean escapes) {
        int rule = random.nextInt(RULES.length);
        int node = random.nextInt(16_000);
        String host = "cmp" + String.format("%05d", node);
        String sign = escapes ? "\\u003e" : "over";
        String quote = escapes ? "\\\"" : "'";
        out.append("{\"annotations\":{\"description\":\"The ")
                .append(quote)
                .append(RULES[rule])
                .append(quote)
                .append(" rule on the ")
                .append(host)
                .append(" node has been ")
                .append(sign)
                .append(" its threshold for at least 2 minutes.\",\"summary\":\"")
                .append(RULES[rule])
                .append(" on ")
                .append(host)
                .append("\"},\"endsAt\":\"2026-03-01T12:04:15.123Z\",\"startsAt\":\"2026-03-01T11:5")
                .append(random.nextInt(10))
                .append(":15.123Z\",\"generatorURL\":\"http://prometheus.eu1.example.net:9090/graph?g0.expr=")
                .append("system_load5+%2F+system_n_cpus+")
                .append(sign)
                .append("+3\\u0026g0.tab=1\",\"labels\":{\"alertname\":\"")
                .append(RULES[rule])
                .append("\",\"cluster\":\"eu1\",\"host\":\"")
                .append(host)
                .append("\",\"instance\":\"")
                .append(host)
                .append(":9100\",\"job\":\"node\",\"rack\":\"r")
                .append(node / 40)
                .append("\",\"service\":\"system\",\"severity\":\"")
                .append(SEVERITIES[rule % SEVERITIES.length])
                .append("\"}}");
    }
}
