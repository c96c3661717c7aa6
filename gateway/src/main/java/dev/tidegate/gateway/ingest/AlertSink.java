package dev.tidegate.gateway.ingest;

import reactor.core.publisher.Mono;

/** Where decoded alerts go. */
public interface AlertSink {
    /**
     * Completes with the number of alerts when all of them are durable. Fails with {@link RefusedException} when the log
     * cannot say so in time; some of them may have been kept all the same, and sending them again does no harm.
     * Cancelling stops the waiting only.
     *
     * @param memory what the records occupy of the budget; given back when the log is done with them, however that ends
     */
    Mono<Integer> accept(Intake intake, InFlightBudget.Hold memory);
}
