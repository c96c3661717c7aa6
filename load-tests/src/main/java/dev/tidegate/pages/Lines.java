package dev.tidegate.pages;

import dev.tidegate.storm.send.Latencies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads the lines of all pages on one thread. */
final class Lines implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final InetSocketAddress gateway;
    private final String cookie;
    private final Selector selector;
    private final Queue<Line> fresh = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<Latencies> lateness = new AtomicReference<>(new Latencies());
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean closed;

    Lines(InetSocketAddress gateway, String cookie) throws IOException {
        this.gateway = gateway;
        this.cookie = cookie;
        this.selector = Selector.open();
        Thread.ofPlatform().name("lines").daemon().start(this::run);
    }

    /** @param last id of the last event had; empty for none */
    Line open(String last) throws IOException {
        Line line = Line.open(gateway, cookie, last);
        fresh.add(line);
        selector.wakeup();
        return line;
    }

    private void run() {
        byte[] buffer = new byte[BUFFER];
        try {
            while (!closed) {
                selector.select(key -> read((Line) key.attachment(), buffer));
                for (Line line = fresh.poll(); line != null; line = fresh.poll()) {
                    if (line.channel().isOpen()) {
                        line.channel().register(selector, SelectionKey.OP_READ, line);
                    }
                }
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void read(Line line, byte[] buffer) {
        try {
            bytes.addAndGet(line.read(buffer, lateness.get()));
        } catch (IOException e) {
            if (line.channel().isOpen()) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** Bytes of all lines until now. */
    long bytes() {
        return bytes.get();
    }

    /** How old events were when they came, since this was asked before. */
    Latencies takeLateness() {
        return lateness.getAndSet(new Latencies());
    }

    /** What broke first; null when nothing did. */
    @Nullable
    Exception failure() {
        return failure.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
    }
}
