package dev.tidegate.rollout.fleet;

import java.util.List;
import reactor.core.publisher.Mono;

/** All machines, as they are known now. */
public interface Fleet {

    /**
     * The machines of a tenant that a selector takes, by name. Fails with {@link IllegalArgumentException} when the selector
     * cannot be understood, naming the place; an empty list when it takes none.
     *
     * @param selector in matchers' grammar, such as {@code {role="compute", site=~"eu-.*"}}
     */
    Mono<List<Machine>> select(String tenant, String selector);
}
