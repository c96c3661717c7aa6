package dev.tidegate.gateway.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a request presents: {@code Authorization: Bearer TOKEN}; {@code Basic NAME:PASSWORD}, where a token may stand for
 * the password and the name then does not matter; as Alerta's senders say it, {@code Key TOKEN} or {@code X-API-Key}; or
 * the cookie of a browser that is signed in. The first of them counts.
 */
public sealed interface Credential {
    /** The cookie of a session. */
    String COOKIE = "tidegate";

    /** Nothing. */
    record None() implements Credential {}

    /** A token; empty when what is presented cannot be one. */
    record Token(String text) implements Credential {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /** A name and its password, or a token. */
    record Password(String name, String password) implements Credential {
        @Override
        public String toString() {
            return "Password of " + name;
        }
    }

    /** A cookie. */
    record Session(String secret) implements Credential {
        @Override
        public String toString() {
            return "Session";
        }
    }

    static Credential of(HttpHeaders headers) {
        @Nullable String header = headers.getFirst(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return authorization(header);
        }
        @Nullable String key = headers.getFirst("X-API-Key");
        if (key != null) {
            return new Token(key);
        }
        @Nullable String cookie = cookie(headers);
        return cookie == null ? new None() : new Session(cookie);
    }

    private static Credential authorization(String header) {
        int space = header.indexOf(' ');
        if (space < 0) {
            return new Token("");
        }
        String rest = header.substring(space + 1).strip();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer", "key" -> new Token(rest);
            case "basic" -> basic(rest);
            default -> new Token("");
        };
    }

    private static Credential basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? new Token(pair) : new Password(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException notBase64) {
            return new Token(""); // nobody's token: answered as a wrong one
        }
    }

    /** The value of our cookie, also when browsers send it in several headers, as HTTP/2 lets them. */
    private static @Nullable String cookie(HttpHeaders headers) {
        for (String header : headers.getOrEmpty(HttpHeaders.COOKIE)) {
            for (String pair : header.split(";", -1)) {
                String stripped = pair.strip();
                if (stripped.startsWith(COOKIE + "=")) {
                    return stripped.substring(COOKIE.length() + 1);
                }
            }
        }
        return null;
    }
}
