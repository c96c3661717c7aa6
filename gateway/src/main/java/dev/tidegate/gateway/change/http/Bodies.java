package dev.tidegate.gateway.change.http;

import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.Problem.Fault;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.rollout.change.flow.ChangeRefusedException;
import dev.tidegate.rollout.json.MalformedException;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** What is sent, and refusals as problems. */
public final class Bodies {
    /** A plan may name every machine of a large fleet. */
    static final int MAX_BODY = 16 << 20;

    /** Seconds until somebody who did not answer is worth asking again. */
    private static final String ASK_AGAIN = "5";

    private Bodies() {}

    /** The body as something; what is wrong with it is told by JSON pointer. */
    public static <T> Mono<T> read(ServerRequest request, Function<byte[], T> reader) {
        return DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), MAX_BODY)
                .map(Bodies::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> new ProblemException(
                                Problem.of(ProblemKind.CONTENT_TOO_LARGE, "a body has at most " + MAX_BODY + " bytes")))
                .map(reader)
                .onErrorMap(MalformedException.class, Bodies::problem);
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] out = new byte[buffer.readableByteCount()];
        buffer.read(out);
        DataBufferUtils.release(buffer);
        return out;
    }

    private static ProblemException problem(MalformedException malformed) {
        return new ProblemException(Problem.badRequest(malformed.faults().stream()
                .map(fault -> new Fault(fault.pointer().isEmpty() ? "body" : fault.pointer(), fault.detail()))
                .toList()));
    }

    /** Whatever a change's way refuses, as a problem. */
    static <T> Mono<T> told(Mono<T> way) {
        return way.onErrorMap(ChangeRefusedException.class, refused -> switch (refused.kind()) {
            case WRONG -> new ProblemException(Problem.badRequest(refused.pointer(), refused.reason()));
            case CONFLICT -> new ProblemException(Problem.conflict(refused.reason()));
            case UNKNOWN -> new ProblemException(Problem.notFound(refused.reason()));
            case AWAY ->
                new ProblemException(Problem.unavailable(refused.reason()), Map.of(HttpHeaders.RETRY_AFTER, ASK_AGAIN));
        });
    }
}
