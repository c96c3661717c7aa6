package dev.tidegate.gateway.security;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Whether a request was made by a page of this gateway. A browser adds cookies to what pages of others send too; it also
 * says, in headers that pages cannot change, whose page it was.
 */
public final class SameOrigin {
    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS");

    private SameOrigin() {}

    /** Whether a method changes nothing. */
    static boolean harmless(String method) {
        return HARMLESS.contains(method);
    }

    /** True only when the browser says so. */
    public static boolean certain(HttpHeaders headers) {
        @Nullable String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        @Nullable String origin = headers.getFirst(HttpHeaders.ORIGIN);
        @Nullable String host = headers.getFirst(HttpHeaders.HOST);
        return origin != null && host != null && host.equalsIgnoreCase(authority(origin));
    }

    /** True as well when nothing is said, as programs do. */
    public static boolean possible(HttpHeaders headers) {
        return (headers.getFirst("Sec-Fetch-Site") == null && headers.getFirst(HttpHeaders.ORIGIN) == null)
                || certain(headers);
    }

    /** Whether a script of a page asks, so that a browser would put up its own window of names and passwords. */
    static boolean script(HttpHeaders headers) {
        @Nullable String mode = headers.getFirst("Sec-Fetch-Mode");
        return headers.getFirst("X-Requested-With") != null || (mode != null && !mode.equals("navigate"));
    }

    private static String authority(String origin) {
        try {
            @Nullable String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notAUrl) {
            return "";
        }
    }
}
