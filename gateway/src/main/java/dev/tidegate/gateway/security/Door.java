package dev.tidegate.gateway.security;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may call what.
 *
 * @param method an HTTP method, or {@link #ANY_METHOD}
 * @param path matched as the routes match theirs
 * @param role the role it asks for, or null when nobody is asked
 */
record Door(String method, PathPattern path, @Nullable Role role) {
    static final String ANY_METHOD = "*";

    static Door of(String method, String pattern, @Nullable Role role) {
        return new Door(method, PathPatternParser.defaultInstance.parse(pattern), role);
    }

    boolean leadsTo(String askedMethod, PathContainer askedPath) {
        return (method.equals(askedMethod) || method.equals(ANY_METHOD)) && path.matches(askedPath);
    }
}
