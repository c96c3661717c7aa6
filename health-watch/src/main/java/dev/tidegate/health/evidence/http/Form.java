package dev.tidegate.health.evidence.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The body of a POST as browsers send forms: long queries fit, and they are in nobody's access log. */
public final class Form {
    private final StringBuilder text = new StringBuilder();

    public Form with(String name, String value) {
        if (!text.isEmpty()) {
            text.append('&');
        }
        text.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
