package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Receives the body of a request within its limits of length, memory and time. */
final class BodyReader {
    private final IngestLimits limits;

    BodyReader(IngestLimits limits) {
        this.limits = limits;
    }

    /**
     * The whole body, unpacked. Fails with {@link RefusedException}; every buffer is released however it ends.
     *
     * @param hold is charged with what the body occupies; stays the caller's to close
     */
    Mono<Body> read(ServerRequest request, InFlightBudget.Hold hold) {
        boolean packed = isPacked(request.headers().header(HttpHeaders.CONTENT_ENCODING));
        Body body = new Body(
                hold, limits.bodyBytes(), request.headers().contentLength().orElse(-1));
        Mono<Void> received = request.exchange()
                .getRequest()
                .getBody()
                .doOnNext(buffer -> take(buffer, body))
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .then();
        // not timeout(): for its message it works out the name of the whole chain, for each request
        return Mono.firstWithSignal(
                        received, Mono.delay(limits.bodyWait()).flatMap(over -> Mono.error(new TimeoutException())))
                .onErrorMap(failure -> !(failure instanceof RefusedException), this::notReceived)
                .then(Mono.fromSupplier(() -> unpacked(body, packed)));
    }

    private static void take(DataBuffer buffer, Body into) {
        try {
            into.append(buffer);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private Body unpacked(Body body, boolean packed) {
        if (packed) {
            Gunzip.unpack(body, limits.bodyBytes());
        }
        return body;
    }

    /** Receiving fails when it takes too long or when the sender goes away; the latter is nobody's mistake to log. */
    private RefusedException notReceived(Throwable failure) {
        return failure instanceof TimeoutException
                ? new RefusedException(
                        RefusalReason.BODY_TOO_SLOW,
                        "the body did not arrive within " + limits.bodyWait().toMillis() + " ms")
                : new RefusedException(RefusalReason.BODY_CUT_OFF, "the body broke off: " + failure.getMessage());
    }

    private static boolean isPacked(Iterable<String> encodings) {
        boolean packed = false;
        for (String encoding : encodings) {
            String word = encoding.strip().toLowerCase(Locale.ROOT);
            if (packed || !word.equals("gzip") && !word.equals("identity")) {
                throw new RefusedException(
                        RefusalReason.UNSUPPORTED_ENCODING,
                        "content encoding \"" + encoding + "\" is not taken; send gzip or none");
            }
            packed = word.equals("gzip");
        }
        return packed;
    }
}
