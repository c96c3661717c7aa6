package dev.tidegate.gateway.security;

import java.util.Set;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Who asks. */
public final class Who {
    /** Somebody that was recognised by nobody here can do nothing and sees no tenant that there is. */
    private static final String NO_TENANT = "-";

    private Who() {}

    /** The identity of a request; anonymous where no guard stands in front. */
    public static Mono<Identity> asks(ServerRequest request) {
        return request.principal()
                .map(principal -> principal instanceof Identity known
                        ? known
                        : new Identity(principal.getName(), Set.of(), NO_TENANT))
                .defaultIfEmpty(Identity.ANONYMOUS);
    }
}
