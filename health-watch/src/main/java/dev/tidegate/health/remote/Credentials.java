package dev.tidegate.health.remote;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How we say who we are. Never shown: {@code toString} leaves the secrets out. */
public sealed interface Credentials {

    /** The value of the header {@code Authorization}. */
    Optional<String> header();

    /** The server asks nobody who they are. */
    record None() implements Credentials {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    record Bearer(String token) implements Credentials {
        @Override
        public Optional<String> header() {
            return Optional.of("Bearer " + token);
        }

        @Override
        public String toString() {
            return "Bearer[…]";
        }
    }

    record Basic(String username, String password) implements Credentials {
        @Override
        public Optional<String> header() {
            byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        }

        @Override
        public String toString() {
            return "Basic[" + username + ", …]";
        }
    }
}
