package dev.tidegate.board;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;

/** Server-sent events, numbered. */
final class Sse {
    static final ParameterizedTypeReference<ServerSentEvent<String>> TYPE = new ParameterizedTypeReference<>() {};
    private static final AtomicLong NUMBER = new AtomicLong();

    private Sse() {}

    static ServerSentEvent<String> event(String name, String json) {
        return ServerSentEvent.<String>builder()
                .event(name)
                .id("0." + NUMBER.incrementAndGet())
                .data(json.replace("\n", ""))
                .build();
    }

    static ServerSentEvent<String> heartbeat() {
        return ServerSentEvent.<String>builder().comment("heartbeat").build();
    }
}
