package dev.tidegate.gateway.ingest.flow;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;

/** Keeps {@link CloudEventIntake} running while the application runs. */
public final class CloudEventLifecycle implements SmartLifecycle {
    private final CloudEventIntake intake;
    private @Nullable Disposable running;

    public CloudEventLifecycle(CloudEventIntake intake) {
        this.intake = intake;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = intake.run().subscribe();
        }
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
