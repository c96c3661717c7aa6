package dev.tidegate.rollout.target.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a server answered, whatever its status.
 *
 * @param contentType empty when it named none
 */
public record Reply(int status, String contentType, byte[] body) {
    private static final int EXCERPT = 200;

    public boolean isJson() {
        return contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The beginning of the body on one line. */
    public String excerpt() {
        String line = text().replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return "(nothing)";
        }
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }
}
