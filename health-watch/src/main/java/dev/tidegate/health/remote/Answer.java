package dev.tidegate.health.remote;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a server answered, whatever its status.
 *
 * @param contentType empty when it named none
 * @param body the first {@code length} bytes are the answer
 */
@SuppressWarnings("ArrayRecordComponent") // parsed once, in place, and dropped
public record Answer(int status, String contentType, byte[] body, int length) {
    private static final int EXCERPT = 160;

    public boolean isOk() {
        return status == 200;
    }

    /** Says that it is, and is not empty. */
    public boolean isJson() {
        return length > 0 && contentType.toLowerCase(Locale.ROOT).contains("json");
    }

    public String text() {
        return new String(body, 0, length, StandardCharsets.UTF_8);
    }

    /** Status and type, for sentences. */
    public String title() {
        return contentType.isEmpty() ? status + " without a content type" : status + " with " + contentType;
    }

    /** The beginning of the body, on one line and printable. */
    public String excerpt() {
        if (length == 0) {
            return "(nothing)";
        }
        String text = new String(body, 0, Math.min(length, 4 * EXCERPT), StandardCharsets.UTF_8);
        StringBuilder line = new StringBuilder(EXCERPT);
        boolean gap = false;
        for (int i = 0; i < text.length() && line.length() < EXCERPT; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                gap = !line.isEmpty();
            } else {
                if (gap) {
                    line.append(' ');
                    gap = false;
                }
                line.append(c);
            }
        }
        return line.length() >= EXCERPT ? line + "…" : line.toString();
    }
}
