package dev.tidegate.gateway.stream.flow;

import dev.tidegate.gateway.stream.RingReader;
import dev.tidegate.gateway.stream.RingReader.Polled;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * The live part of a session: polls the ring when woken or asked, and only as much as was asked for. Completes when the
 * ring has gone on without the reader.
 */
public final class Tail {
    private final RingReader reader;
    private final FluxSink<List<byte[]>> sink;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile boolean beat;

    private Tail(RingReader reader, FluxSink<List<byte[]>> sink) {
        this.reader = reader;
        this.sink = sink;
    }

    public static Flux<List<byte[]>> of(RingReader reader, Set<Tail> tails) {
        return Flux.create(sink -> {
            Tail tail = new Tail(reader, sink);
            tails.add(tail);
            sink.onDispose(() -> tails.remove(tail));
            sink.onRequest(more -> tail.drain());
        });
    }

    /** The next quiet moment is worth a heartbeat. */
    public void beat() {
        beat = true;
        drain();
    }

    /** Whoever comes while another drains leaves it the work. */
    public void drain() {
        if (wanted.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            boolean more = true;
            while (more && !sink.isCancelled() && sink.requestedFromDownstream() > 0) {
                more = step();
            }
            missed = wanted.addAndGet(-missed);
        } while (missed != 0);
    }

    private boolean step() {
        return switch (reader.poll()) {
            case Polled.Frames frames -> {
                beat = false;
                sink.next(frames.frames());
                yield true;
            }
            case Polled.Busy busy -> true;
            case Polled.Idle idle -> {
                if (beat) {
                    beat = false;
                    sink.next(List.of(reader.heartbeat()));
                }
                yield false;
            }
            case Polled.Overtaken overtaken -> {
                sink.complete();
                yield false;
            }
        };
    }
}
