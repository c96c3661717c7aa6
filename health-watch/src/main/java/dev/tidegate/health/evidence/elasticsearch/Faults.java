package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.remote.Server;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ContentTooLongException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a question, in a sentence. */
record Faults(Server from) {

    Evidence evidence(Throwable failure, Question question) {
        return failure instanceof NoEvidence known
                ? known.instead()
                : new Evidence.QueryError(sentence(failure, question));
    }

    /** In a word, for counting. */
    static String outcome(Throwable failure) {
        return switch (failure) {
            case ElasticsearchException refused -> "refused";
            case TimeoutException late -> "late";
            case IOException broken -> "failed";
            default -> "unknown";
        };
    }

    private String sentence(Throwable failure, Question question) {
        return switch (failure) {
            case CompletionException wrapped ->
                wrapped.getCause() == null ? other(wrapped) : sentence(wrapped.getCause(), question);
            case ElasticsearchException refused -> refused(refused, question);
            case TransportException odd -> odd(odd, question);
            case ResponseException strange -> odd(strange.getResponse().getStatusCode());
            case TimeoutException late -> late();
            case InterruptedIOException late -> late();
            case ConnectException away -> away("refuses connections");
            case UnknownHostException unknown -> away("has a name that cannot be resolved");
            case SSLException untrusted -> away("cannot be spoken to over TLS: " + untrusted.getMessage());
            case ContentTooLongException large ->
                server() + " answered with more than " + (from.limits().answerBytes() >> 20)
                        + " MiB, which is not read; ask for fewer nodes or a longer step";
            case IOException broken -> broken(broken, question);
            default -> other(failure);
        };
    }

    private String other(Throwable failure) {
        return server() + " could not be asked: " + failure;
    }

    /** The client wraps what it met into exceptions of the same type, so the cause tells more. */
    private String broken(IOException failure, Question question) {
        Throwable cause = failure.getCause();
        return cause != null ? sentence(cause, question) : away("broke the connection: " + failure.getMessage());
    }

    private String odd(TransportException failure, Question question) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("X-Elastic-Product")) {
            return server() + " (" + from.url() + ") is not Elasticsearch: its answer lacks the product's header";
        }
        Throwable cause = failure.getCause();
        if (failure.statusCode() == 200) {
            return server() + " answered with something that is not what Elasticsearch answers: "
                    + (cause == null ? message : cause.getMessage());
        }
        return cause instanceof IOException && failure.statusCode() <= 0
                ? sentence(cause, question)
                : odd(failure.statusCode());
    }

    /** An answer that is not the product's: that of a proxy before it, most likely. */
    private String odd(int status) {
        return switch (status) {
            case 401 -> refusedLogin();
            case 403 -> server() + " does not let us in (403)";
            default ->
                server() + " answered with status " + status + " and something that is not what Elasticsearch answers";
        };
    }

    private String refused(ElasticsearchException failure, Question question) {
        ErrorCause cause = innermost(failure.error());
        String type = String.valueOf(failure.error().type());
        String reason = Check.shortened(String.valueOf(cause.reason()));
        String index = question.source().index();
        if (type.equals("index_not_found_exception")) {
            return "there is no index " + index + " on " + server()
                    + (index.contains("*") ? ", or none that the pattern matches" : "");
        }
        return switch (failure.status()) {
            case 401 -> refusedLogin();
            case 403 -> server() + " does not let us read " + index + " (403): " + reason;
            case 429 -> server() + " is too busy to answer (429): " + reason;
            default ->
                server() + " refused the question (" + failure.status() + "): " + reason
                        + ("index_closed_exception".equals(type) ? "; open it or exclude it" : "");
        };
    }

    /** The root cause is what a shard said; below it there may be what it is about. */
    private static ErrorCause innermost(ErrorCause error) {
        ErrorCause cause =
                error.rootCause().isEmpty() ? error : error.rootCause().getFirst();
        @Nullable ErrorCause below = cause.causedBy();
        return below == null || below.reason() == null ? cause : below;
    }

    private String refusedLogin() {
        return server() + " does not accept our login (401)";
    }

    private String late() {
        return String.format(
                Locale.ROOT,
                "%s did not answer within %.1f s",
                server(),
                from.limits().answer().toMillis() / 1000.0);
    }

    private String away(String how) {
        return server() + " (" + from.url() + ") " + how;
    }

    private String server() {
        return from.name();
    }
}
