package dev.tidegate.gateway.rollout.http;

import dev.tidegate.rollout.flow.Begin;
import dev.tidegate.rollout.json.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** The body of {@code POST /api/v1/rollouts}. */
final class BeginBody {
    private static final int MAX = 200;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(7);

    private BeginBody() {}

    static Begin read(byte[] body) {
        Fields in = Fields.of(body);
        Begin begin = new Begin(
                in.text("change", MAX),
                in.text("hash", MAX),
                duration(in, "soak", Begin.SOAK),
                duration(in, "nodeTimeout", Begin.NODE_TIMEOUT),
                tolerated(in),
                duration(in, "acknowledgeWithin", Begin.ACKNOWLEDGE_WITHIN));
        in.check();
        return begin;
    }

    private static double tolerated(Fields in) {
        if (!in.has("tolerated")) {
            return Begin.TOLERATED;
        }
        JsonNode raw = in.raw("tolerated");
        double share = raw.isNumber() ? raw.asDouble() : Double.NaN;
        if (!(share >= 0 && share < 1)) {
            in.fault(in.at("tolerated"), "must be a share of a wave's nodes, from 0 and below 1");
            return Begin.TOLERATED;
        }
        return share;
    }

    private static Duration duration(Fields in, String name, Duration otherwise) {
        String text = in.textOr(name, MAX, otherwise.toString());
        try {
            Duration read = Duration.parse(text);
            if (read.compareTo(SHORTEST) >= 0 && read.compareTo(LONGEST) <= 0) {
                return read;
            }
            in.fault(in.at(name), text + " is not from " + SHORTEST + " to " + LONGEST);
        } catch (DateTimeException e) {
            in.fault(in.at(name), "\"" + text + "\" is not a duration such as PT60S");
        }
        return otherwise;
    }
}
