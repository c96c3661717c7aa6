package dev.tidegate.gateway.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The token of a request: {@code Authorization: Bearer TOKEN}; {@code Basic}, where the password is the token and the
 * user name does not matter; and as Alerta's senders say it, {@code Key TOKEN} or {@code X-API-Key}.
 */
final class Credentials {
    private Credentials() {}

    /** The token; null when none is presented; empty when what is presented is no token. */
    static @Nullable String token(HttpHeaders headers) {
        @Nullable String header = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return headers.getFirst("X-API-Key");
        }
        int space = header.indexOf(' ');
        if (space < 0) {
            return "";
        }
        String rest = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "key" -> rest;
            case "basic" -> password(rest);
            default -> "";
        };
    }

    private static String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            return ""; // nobody's token: answered as a wrong one
        }
    }
}
