package dev.tidegate.health.remote;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

/** Why there is no answer, in words an engineer can act on. */
final class Sentences {
    private final Server server;
    private final Manner manner;

    Sentences(Server server, Manner manner) {
        this.server = server;
        this.manner = manner;
    }

    UnansweredException of(Throwable failure) {
        String title = server.title();
        return switch (failure) {
            case UnansweredException told -> told;
            case ConnectTimeoutException unused ->
                new UnansweredException(
                        "unreachable",
                        title + " cannot be reached: no connection within "
                                + duration(server.limits().connect()));
            case ConnectException refused ->
                new UnansweredException("unreachable", title + " cannot be reached: " + cause(refused));
            case UnknownHostException unused ->
                new UnansweredException(
                        "unreachable",
                        title + " cannot be reached: the name " + server.url().getHost() + " is not known");
            case SSLException tls ->
                new UnansweredException("unreachable", title + " is not trusted, or speaks no TLS: " + cause(tls));
            case PoolAcquirePendingLimitException unused ->
                new UnansweredException(
                        "queue-full",
                        "more than " + server.limits().waiting() + " " + manner.calls() + " to " + title
                                + " are waiting already");
            case ReadTimeoutException unused -> late(server.limits().answer(), 0);
            case IOException unused ->
                new UnansweredException("closed", title + " closed the connection before it had answered");
            default -> new UnansweredException("failed", title + " could not be asked: " + cause(failure));
        };
    }

    /** Nothing, or not all, came in time. */
    UnansweredException late(Duration within, int received) {
        String sentence = received == 0
                ? server.title() + " did not answer within " + duration(within)
                : server.title() + " answers slowly: " + bytes(received) + " after " + duration(within)
                        + ", and not done";
        return new UnansweredException("timeout", sentence);
    }

    UnansweredException tooLarge() {
        return new UnansweredException(
                "too-large",
                server.title() + " answers more than " + bytes(server.limits().answerBytes()) + ", which is the limit"
                        + manner.tooLarge());
    }

    static String bytes(long count) {
        if (count >= 1 << 20 && count % (1 << 20) == 0) {
            return (count >> 20) + " MiB";
        }
        return count >= 10 << 10 ? (count >> 10) + " KiB" : count + " bytes";
    }

    static String duration(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
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
