package dev.tidegate.gateway.ingest;

import dev.tidegate.gateway.problem.ProblemKind;

/**
 * What a sender is told, in its own format.
 *
 * @param status HTTP status
 * @param mediaType of the body; empty when there is none
 * @param body text, empty for none
 */
public record Answer(int status, String mediaType, String body) {
    public static final String JSON = "application/json";
    public static final String PROBLEM = "application/problem+json";

    public static Answer json(int status, String body) {
        return new Answer(status, JSON, body);
    }

    public static Answer empty(int status) {
        return new Answer(status, "", "");
    }

    /** RFC 9457 problem details, for doors whose format has no error shape of its own. */
    public static Answer problem(int status, String detail) {
        ProblemKind kind = ProblemKind.of(status);
        return new Answer(
                status,
                PROBLEM,
                "{\"type\":" + quoted(kind.type()) + ",\"title\":" + quoted(kind.title()) + ",\"status\":" + status
                        + ",\"detail\":" + quoted(detail) + "}");
    }

    /** A text as a JSON string, quotes included. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
