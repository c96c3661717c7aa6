package dev.tidegate.storm.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The server under the storm: where alerts are posted, and with which token. */
public final class Doorway implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI server;
    private final URI alerts;
    private final Optional<String> token;
    private final HttpClient client;

    /** A server such as {@code http://127.0.0.1:8080}; the path of Alertmanager's API v2 is added. */
    public Doorway(URI server, Optional<String> token) {
        this.server = server;
        this.alerts = URI.create(server.toString().replaceAll("/+$", "") + "/api/v2/alerts");
        this.token = token;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /** Throws {@link StormStopped} with a plain sentence when nobody listens there. */
    public void knock() throws StormStopped {
        int port = server.getPort() >= 0 ? server.getPort() : server.getScheme().equals("https") ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), port), (int) CONNECT.toMillis());
        } catch (IOException e) {
            throw new StormStopped("Cannot reach %s (%s). Is the server running?".formatted(server, reason(e)));
        }
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(alerts)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public String toString() {
        return server.toString();
    }

    @Override
    public void close() {
        client.close();
    }
}
