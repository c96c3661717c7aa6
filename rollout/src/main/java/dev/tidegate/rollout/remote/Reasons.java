package dev.tidegate.rollout.remote;

import dev.tidegate.health.evidence.http.Server;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

/** Why there is no answer, in words an engineer can act on. */
final class Reasons {
    private Reasons() {}

    static NoAnswerException of(Server server, Throwable failure) {
        String title = server.title();
        return switch (failure) {
            case NoAnswerException told -> told;
            case TimeoutException unused ->
                new NoAnswerException(
                        "timeout",
                        title + " did not answer within "
                                + server.limits().answer().toMillis() + " ms");
            case ConnectTimeoutException unused ->
                new NoAnswerException(
                        "unreachable",
                        title + " cannot be reached: no connection within "
                                + server.limits().connect().toMillis() + " ms");
            case ConnectException refused ->
                new NoAnswerException("unreachable", title + " cannot be reached: " + cause(refused));
            case UnknownHostException unused ->
                new NoAnswerException(
                        "unreachable",
                        title + " cannot be reached: the name " + server.url().getHost() + " is not known");
            case SSLException tls ->
                new NoAnswerException("unreachable", title + " is not trusted, or speaks no TLS: " + cause(tls));
            case PoolAcquirePendingLimitException unused ->
                new NoAnswerException(
                        "queue-full",
                        "more than " + server.limits().waiting() + " calls to " + title + " are waiting already");
            case IOException unused ->
                new NoAnswerException("closed", title + " closed the connection before it had answered");
            default -> new NoAnswerException("failed", title + " could not be asked: " + cause(failure));
        };
    }

    private static String cause(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        // the address that Netty adds is in the title already
        return message.contains("Connection refused") ? "connection refused" : message;
    }
}
