package dev.tidegate.gateway.stream.http;

import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What all streams over HTTP have in common. */
public final class StreamAnswers {
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private StreamAnswers() {}

    /** Where the reader was; a browser sends the header by itself, others may find the parameter easier. */
    public static @Nullable Position position(ServerRequest request, Parameters parameters) {
        String header = request.headers().firstHeader(LAST_EVENT_ID);
        String parameter = parameters.text("lastEventId", 32 * Position.MAX_PARTITIONS);
        String text = header == null || header.isEmpty() ? parameter : header;
        if (text == null) {
            return null;
        }
        try {
            return Position.parse(text);
        } catch (IllegalArgumentException e) {
            parameters.fault(text.equals(parameter) ? "lastEventId" : LAST_EVENT_ID, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Frames as they come, each bundle flushed. */
    public static Mono<ServerResponse> of(Framing framing, Flux<List<byte[]>> frames) {
        return ServerResponse.ok()
                .contentType(framing == Framing.SSE ? MediaType.TEXT_EVENT_STREAM : MediaType.APPLICATION_NDJSON)
                .cacheControl(CacheControl.noStore())
                // proxies that buffer would hold events back
                .header("X-Accel-Buffering", "no")
                .body((response, context) -> response.writeAndFlushWith(frames.map(StreamAnswers::buffers)));
    }

    /** 503: there are too many readers. */
    public static ProblemException full(int most) {
        return new ProblemException(
                Problem.unavailable(most + " readers are connected; no more are taken"), Map.of("Retry-After", "10"));
    }

    private static Flux<DataBuffer> buffers(List<byte[]> frames) {
        return Flux.fromIterable(frames).map(DefaultDataBufferFactory.sharedInstance::wrap);
    }

    /** What the reader accepts; throws a 406 when it is neither of the two. */
    public static Framing framing(ServerRequest request) {
        List<MediaType> accepted = request.headers().accept().stream()
                .sorted(Comparator.comparingDouble(MediaType::getQualityValue).reversed())
                .toList();
        if (accepted.isEmpty()) {
            return Framing.SSE;
        }
        for (MediaType type : accepted) {
            if (type.includes(MediaType.TEXT_EVENT_STREAM)) {
                return Framing.SSE;
            }
            if (type.includes(MediaType.APPLICATION_NDJSON)) {
                return Framing.NDJSON;
            }
        }
        throw new ProblemException(Problem.of(
                ProblemKind.NOT_ACCEPTABLE, "streams are text/event-stream or application/x-ndjson, not " + accepted));
    }
}
