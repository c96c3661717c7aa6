package dev.tidegate.health.remote;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;

/**
 * What is sent to a server, beside what is sent with everything.
 *
 * @param path below the server's url, already encoded, with its query
 * @param headers more of them; they win over the server's own
 * @param body empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // written once and sent once
public record Call(HttpMethod method, String path, Map<String, String> headers, byte[] body) {
    public Call {
        headers = Map.copyOf(headers);
    }
}
