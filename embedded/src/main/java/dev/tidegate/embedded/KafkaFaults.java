package dev.tidegate.embedded;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka does when it cannot go on. By itself a broker ends its process then, in the middle of whatever Tidegate
 * is doing and without a sentence; here it reports to {@link #failed()} and Tidegate decides.
 *
 * <p>Faults come in by two ways: the fault handlers of one broker, and calls to {@link Exit}, which is per process (a
 * full or broken disk takes that way) and therefore told to every broker that runs.
 */
final class KafkaFaults implements FaultHandlerFactory, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaFaults.class);
    private static final Set<KafkaFaults> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Exit.setExitProcedure(KafkaFaults::endOfProcess);
        Exit.setHaltProcedure(KafkaFaults::endOfProcess);
    }

    private final CompletableFuture<String> failed = new CompletableFuture<>();

    KafkaFaults() {
        RUNNING.add(this);
    }

    /** Completes with a reason, at most once, when the broker cannot go on. */
    CompletableFuture<String> failed() {
        return failed;
    }

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        return (message, cause) -> {
            action.run();
            RuntimeException fault = new IllegalStateException("Kafka's " + name + ": " + message, cause);
            if (fatal) {
                log.error("Kafka cannot go on", fault);
                failed.complete(name + ": " + message + (cause == null ? "" : ": " + Causes.explain(cause)));
            } else {
                log.warn("Kafka reports a fault and goes on", fault);
            }
            return fault;
        };
    }

    private static void endOfProcess(int status, @Nullable String message) {
        String reason =
                message == null ? "its data directory failed (a full or broken disk is the usual cause)" : message;
        RUNNING.forEach(faults -> faults.failed.complete(reason));
        // Kafka's code after an exit is written to be unreachable
        throw new IllegalStateException("Kafka wanted to end the process with status " + status + ": " + reason);
    }

    @Override
    public void close() {
        RUNNING.remove(this);
    }
}
