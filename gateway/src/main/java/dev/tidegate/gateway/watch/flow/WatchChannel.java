package dev.tidegate.gateway.watch.flow;

import dev.tidegate.gateway.stream.EventRing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.gateway.stream.StreamEvent;
import dev.tidegate.gateway.stream.StreamEvent.Facts;
import dev.tidegate.gateway.stream.flow.Tails;
import dev.tidegate.health.watch.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * One watch as its readers at this gateway see it: its latest facts, and who reads along. A watch has one partition, so
 * positions are written {@code 0.SEQ}.
 */
final class WatchChannel {
    static final int PARTITION = 0;

    private final EventRing ring;
    private final Tails tails;
    private volatile long begun = -1;
    private volatile byte @Nullable [] lastFrame;
    private volatile boolean closed;
    private volatile long touched;

    WatchChannel(int frames, LongSupplier maxBytes, Scheduler scheduler) {
        this.ring = new EventRing(frames, maxBytes);
        this.tails = new Tails(scheduler);
        this.touched = scheduler.now(TimeUnit.MILLISECONDS);
    }

    /** Takes a fact in, unless it was here; gives by how many bytes the ring has grown. */
    synchronized long offer(WatchEvent event, long now) {
        long before = ring.bytes();
        if (begun < 0) {
            begun = event.seq() - 1;
        }
        boolean fresh = ring.appendAfterGap(
                new StreamEvent(PARTITION, event.seq(), event.kind(), "", "", event.watch(), event.json(), Facts.NONE));
        if (fresh) {
            touched = now;
            if (event.kind().equals("frame")) {
                lastFrame = event.json();
            }
            closed |= event.kind().equals("closed");
        }
        return ring.bytes() - before;
    }

    synchronized long bytes() {
        return ring.bytes();
    }

    EventRing ring() {
        return ring;
    }

    Tails tails() {
        return tails;
    }

    byte @Nullable [] lastFrame() {
        return lastFrame;
    }

    /** The latest frames that are still here, oldest first. */
    List<byte[]> frames(int most) {
        List<byte[]> frames = new ArrayList<>();
        for (long i = ring.tail() - 1; i >= ring.head() && frames.size() < most; i--) {
            EventRing.Entry entry = ring.get(i);
            if (entry != null && entry.event().kind().equals("frame")) {
                frames.addFirst(entry.event().json());
            }
        }
        return frames;
    }

    boolean closed() {
        return closed;
    }

    /** Whether nobody reads it and nothing was heard of it for a while; one that is closed is looked at afterwards. */
    boolean idle(long before) {
        return tails.isEmpty() && touched < before;
    }

    /** Where a reader at a position goes on; -1 when facts it lacks are not here. */
    long cursorFor(Position position) {
        boolean known =
                begun >= 0 && position.at(PARTITION) >= begun && ring.top().covers(position);
        return known ? ring.cursorFor(position) : -1;
    }
}
