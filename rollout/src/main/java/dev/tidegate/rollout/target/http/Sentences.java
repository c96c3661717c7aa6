package dev.tidegate.rollout.target.http;

import dev.tidegate.rollout.target.TargetException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why there is no answer, in words an engineer can act on. */
final class Sentences {
    private Sentences() {}

    static TargetException of(Endpoint endpoint, Throwable failure, Duration within) {
        String title = endpoint.title();
        return switch (failure) {
            case TargetException told -> told;
            case TimeoutException unused ->
                new TargetException(title + " did not answer within " + within.toMillis() + " ms");
            case ConnectTimeoutException unused -> new TargetException(title + " cannot be reached: no connection");
            case ConnectException unused -> new TargetException(title + " cannot be reached: connection refused");
            case UnknownHostException unused ->
                new TargetException(
                        title + " cannot be reached: the name " + endpoint.url().getHost() + " is not known");
            case SSLException tls -> new TargetException(title + " is not trusted, or speaks no TLS: " + tls, tls);
            case IOException unused ->
                new TargetException(title + " closed the connection before it had answered", failure);
            default -> new TargetException(title + " could not be asked: " + failure, failure);
        };
    }
}
