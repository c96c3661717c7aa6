package dev.tidegate.gateway.security;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What counts as this machine itself. */
public final class Loopback {
    private Loopback() {}

    /** Whether listening on this address lets in nobody but this machine. */
    public static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Whether the request was meant for this machine. A web page that somebody here looks at can also send requests to
     * loopback, under its own origin or under a name of its own that it lets resolve to 127.0.0.1; those are strangers.
     */
    static boolean meansThisMachine(HttpHeaders headers) {
        @Nullable String host = headers.getFirst(HttpHeaders.HOST);
        @Nullable String origin = headers.getFirst(HttpHeaders.ORIGIN);
        return host != null && isLocalName("http://" + host) && (origin == null || isLocalName(origin));
    }

    private static boolean isLocalName(String url) {
        try {
            @Nullable String host = URI.create(url).getHost();
            if (host == null) {
                return false;
            }
            String name = host.toLowerCase(Locale.ROOT);
            return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }
}
