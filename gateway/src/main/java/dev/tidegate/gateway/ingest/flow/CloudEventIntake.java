package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.correlator.log.TopicFeed;
import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.IngestSettings;
import dev.tidegate.gateway.ingest.Intake;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.cloudevents.CloudEventDecoder;
import dev.tidegate.model.KnownFailures;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ObjIntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The door of CloudEvents: one record after the other, acknowledged when its alerts are durable. While the log does not
 * take them the topic waits; it is the sender's buffer, so nobody is turned away. A record that can never be taken is
 * reported with its reason and passed over, so that it does not stop those behind it.
 */
public final class CloudEventIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CloudEventIntake.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final TopicFeed feed;
    private final CloudEventDecoder decoder;
    private final IngestSettings settings;
    private final AlertSink sink;
    private final InFlightBudget budget;
    private final InstantSource clock;
    private final ObjIntConsumer<RefusalReason> refused;

    /** @param refused told of every refused alert or record, for the metrics */
    public CloudEventIntake(
            TopicFeed feed,
            IngestSettings settings,
            AlertSink sink,
            InFlightBudget budget,
            InstantSource clock,
            ObjIntConsumer<RefusalReason> refused) {
        this.feed = feed;
        this.settings = settings;
        this.sink = sink;
        this.budget = budget;
        this.clock = clock;
        this.refused = refused;
        decoder = new CloudEventDecoder(settings.limits());
    }

    /**
     * What became of a record.
     *
     * @param alerts how many were taken
     * @param refusals what was refused of it and why; empty when nothing
     */
    public record Taken(String place, int alerts, String refusals) {}

    /**
     * Takes records for as long as it is subscribed to. When the feed itself fails it is asked anew after a pause; what
     * was not acknowledged then comes again.
     */
    public Flux<Taken> run() {
        return Flux.defer(feed::records)
                .concatMap(this::take, 1)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .doBeforeRetry(attempt -> failed(attempt.failure())));
    }

    private static void failed(Throwable failure) {
        KnownFailures.Told told = UNFORESEEN.tell(failure);
        LOG.warn("the topic of CloudEvents cannot be read, trying again: {}", told.words(), told.trace());
    }

    private Mono<Taken> take(TopicFeed.Delivered record) {
        AlertBatches batches = new AlertBatches(
                CloudEventDecoder.NAME,
                Scope.DEFAULT_TENANT,
                settings.site(),
                settings.limits(),
                Micros.of(clock.instant()));
        try {
            decoder.read(record, batches);
        } catch (RefusedException e) {
            refused.accept(e.refusal().reason(), 1);
            return Mono.just(done(record, 0, e.refusal().words()));
        }
        batches.refusals().forEach(refused);
        Intake intake = batches.toIntake();
        return Mono.defer(() -> append(intake))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .filter(CloudEventIntake::isPassing))
                .map(alerts -> done(record, alerts, batches.refusals().toString()));
    }

    private Mono<Integer> append(Intake intake) {
        InFlightBudget.Hold hold = budget.open();
        hold.resize(intake.bytes());
        return sink.accept(intake, hold);
    }

    private static Taken done(TopicFeed.Delivered record, int alerts, String refusals) {
        if (!refusals.isEmpty()) {
            LOG.warn("CloudEvent at {}: {}", record.place(), refusals);
        }
        record.ack();
        return new Taken(record.place(), alerts, refusals);
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof RefusedException refused
                && refused.refusal().reason().passing();
    }
}
