package dev.tidegate.gateway.config;

import dev.tidegate.gateway.stream.flow.StreamHub;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The first thing that is stopped, right after readiness has gone: streams end by themselves, so that the server, which
 * waits for requests under way, has none to wait for.
 */
@Component
class Farewell implements SmartLifecycle {
    private final StreamHub hub;
    private final AtomicBoolean running = new AtomicBoolean();

    Farewell(StreamHub hub) {
        this.hub = hub;
    }

    @Override
    public void start() {
        running.set(true);
    }

    @Override
    public void stop() {
        hub.end();
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** Before the server's own phases, which are a little below. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
