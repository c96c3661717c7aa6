package dev.tidegate.gateway.alertmanager.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers in Alertmanager's shapes. */
final class Answers {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Answers() {}

    static ServerResponse.BodyBuilder status(int status) {
        return ServerResponse.status(status).cacheControl(CacheControl.noStore());
    }

    static Mono<ServerResponse> stream(Publisher<DataBuffer> body) {
        return status(200).contentType(MediaType.APPLICATION_JSON).body(BodyInserters.fromDataBuffers(body));
    }

    static Mono<ServerResponse> json(byte[] body) {
        return status(200).contentType(MediaType.APPLICATION_JSON).bodyValue(body);
    }

    static Mono<ServerResponse> empty(int status) {
        return status(status).build();
    }

    /** What handlers refuse: a JSON string. */
    static Mono<ServerResponse> text(int status, String text) {
        return status(status).contentType(MediaType.APPLICATION_JSON).bodyValue(JSON.writeValueAsBytes(text));
    }

    /** What the framework around Alertmanager's handlers refuses: a code and a message. */
    static Mono<ServerResponse> code(int status, int code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("message", message);
        return status(status).contentType(MediaType.APPLICATION_JSON).bodyValue(JSON.writeValueAsBytes(body));
    }

    static Mono<ServerResponse> plain(int status, String text) {
        return status(status)
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .bodyValue(text);
    }
}
