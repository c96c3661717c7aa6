package dev.tidegate.gateway.security;

import java.util.Set;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may call what.
 *
 * @param method an HTTP method, or {@link #ANY_METHOD}; where GET may, HEAD may
 * @param path matched as the routes match theirs
 * @param lets whom
 */
record Door(String method, PathPattern path, Lets lets) {
    static final String ANY_METHOD = "*";

    static Door of(String method, String pattern, Lets lets) {
        return new Door(method, PathPatternParser.defaultInstance.parse(pattern), lets);
    }

    boolean leadsTo(String askedMethod, PathContainer askedPath) {
        boolean suits = method.equals(askedMethod)
                || method.equals(ANY_METHOD)
                || (method.equals("GET") && askedMethod.equals("HEAD"));
        return suits && path.matches(askedPath);
    }

    /** Whom a door lets through. */
    sealed interface Lets {
        /** Nobody is asked. */
        record Anybody() implements Lets {}

        /**
         * Who has one of these roles.
         *
         * @param staffOnly what is behind is not kept apart by tenant, so people of a tenant stay out
         */
        record Some(Set<Role> roles, boolean staffOnly) implements Lets {
            public Some {
                roles = Set.copyOf(roles);
            }
        }
    }
}
