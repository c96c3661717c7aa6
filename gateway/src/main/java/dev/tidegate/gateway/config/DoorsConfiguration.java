package dev.tidegate.gateway.config;

import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.correlator.flow.Correlator;
import dev.tidegate.correlator.log.kafka.KafkaLog;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.gateway.Tidegate;
import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.http.AlertmanagerDoors;
import dev.tidegate.gateway.audit.http.AuditDoors;
import dev.tidegate.gateway.board.Assets;
import dev.tidegate.gateway.board.Surroundings;
import dev.tidegate.gateway.board.http.BoardDoors;
import dev.tidegate.gateway.board.http.PageDoors;
import dev.tidegate.gateway.command.CommandGate;
import dev.tidegate.gateway.command.flow.LogCommandGate;
import dev.tidegate.gateway.incident.http.IncidentDoors;
import dev.tidegate.gateway.ingest.AcknowledgedOffsets;
import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.IngestSettings;
import dev.tidegate.gateway.ingest.SiteLabel;
import dev.tidegate.gateway.ingest.flow.CloudEventIntake;
import dev.tidegate.gateway.ingest.flow.FrontDoor;
import dev.tidegate.gateway.ingest.flow.IngestRoutes;
import dev.tidegate.gateway.ingest.flow.LogAlertSink;
import dev.tidegate.gateway.ingest.flow.RememberingEventLog;
import dev.tidegate.gateway.ingest.flow.TenantOf;
import dev.tidegate.gateway.ingest.micrometer.IngestMetrics;
import dev.tidegate.gateway.openapi.OpenApiDoors;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemAnswers;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.flow.GatheredArrivals;
import dev.tidegate.gateway.read.r2dbc.ArrivalSql;
import dev.tidegate.gateway.read.r2dbc.Reads;
import dev.tidegate.gateway.read.r2dbc.SnapshotReads;
import dev.tidegate.gateway.security.Gatekeeper;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.stream.EventRing;
import dev.tidegate.gateway.stream.feed.PublishedEvents;
import dev.tidegate.gateway.stream.flow.StreamHub;
import dev.tidegate.gateway.stream.http.StreamDoors;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.topology.Topology;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAuditReads;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** The doors, in and out. */
@Configuration(proxyBeanMethods = false)
class DoorsConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(DoorsConfiguration.class);
    private static final String VERSION =
            Objects.requireNonNullElse(Tidegate.class.getPackage().getImplementationVersion(), "in development");
    private static final TenantOf BY_IDENTITY = request -> request.principal()
            .map(who -> who instanceof Identity known ? known.home() : Scope.DEFAULT_TENANT)
            .defaultIfEmpty(Scope.DEFAULT_TENANT);

    @Bean
    IngestSettings ingestSettings(Policy policy) {
        IngestSettings defaults = IngestSettings.DEFAULT;
        return new IngestSettings(
                defaults.limits(),
                new SiteLabel(policy.siteLabel()),
                defaults.webhookHold(),
                defaults.alertaEnvironments());
    }

    @Bean
    AlertSink alertSink(
            EventLog log, AcknowledgedOffsets acknowledged, IngestSettings settings, IngestMetrics metrics) {
        return metrics.around(new LogAlertSink(
                new RememberingEventLog(log, acknowledged), settings.limits().appendWait()));
    }

    @Bean
    InFlightBudget inFlightBudget(IngestSettings settings, IngestMetrics metrics) {
        InFlightBudget budget = new InFlightBudget(settings.limits().inFlightBytes());
        metrics.watch(budget);
        return budget;
    }

    @Bean
    IngestRoutes ingest(
            IngestSettings settings,
            AlertSink sink,
            InFlightBudget budget,
            IngestMetrics metrics,
            InstantSource clock) {
        return new IngestRoutes(settings, sink, budget, BY_IDENTITY, clock, metrics::around);
    }

    @Bean
    FrontDoor frontDoor(IngestRoutes ingest, Gatekeeper gatekeeper) {
        return new FrontDoor(gatekeeper.filter(), ingest.busy());
    }

    /** What comes by Kafka instead of HTTP. */
    @Bean
    CloudEventDoor cloudEvents(
            KafkaLog kafka,
            IngestSettings settings,
            AlertSink sink,
            InFlightBudget budget,
            IngestMetrics metrics,
            InstantSource clock) {
        return new CloudEventDoor(kafka.topic(CloudEventDoor.TOPIC)
                .flatMapMany(
                        feed -> new CloudEventIntake(feed, settings, sink, budget, clock, metrics::refused).run()));
    }

    @Bean
    ReadBarrier readBarrier(AcknowledgedOffsets acknowledged, Correlator correlator) {
        return new ReadBarrier(
                () -> Arrays.stream(acknowledged.snapshot()).boxed().toList(),
                correlator.positions()::awaitApplied,
                ReadBarrier.BOUND);
    }

    @Bean
    CommandGate commandGate(EventLog log, CommandCodec codec, Correlator correlator, AcknowledgedOffsets acknowledged) {
        return new LogCommandGate(
                log,
                codec::write,
                correlator.positions()::awaitApplied,
                acknowledged::acknowledged,
                LogCommandGate.BOUND);
    }

    @Bean
    StreamHub streamHub(KafkaLog kafka, Pools pools, MeterRegistry meters) {
        return new StreamHub(
                new EventRing(EventRing.MAX_EVENTS, EventRing.MAX_BYTES),
                new PublishedEvents(kafka.feed()),
                new SnapshotReads(pools.readers()),
                Schedulers.parallel(),
                StreamHub.HEARTBEAT,
                meters);
    }

    /** What Spring's firewall refuses before any door sees it. */
    @Bean
    ServerExchangeRejectedHandler refusedByFirewall(ProblemAnswers answers) {
        return (exchange, why) -> answers.write(
                exchange,
                Problem.ofStatus(400, "the path or a header holds characters or turns that no door here has"),
                Map.of());
    }

    @Bean
    ProblemAnswers problemAnswers() {
        return new ProblemAnswers(JsonMapper.shared());
    }

    @Bean
    BoardDoors board(Pools pools, Policy policy, InstantSource clock) {
        return new BoardDoors(
                new GatheredArrivals(new ArrivalSql(pools.readers()), Schedulers.parallel(), clock),
                new Surroundings(new Topology(0, policy.edges()), policy.topologyLabels()),
                clock);
    }

    @Bean
    Reads reads(Pools pools) {
        return new Reads(pools.readers());
    }

    @Bean
    SnapshotReads snapshots(Pools pools) {
        return new SnapshotReads(pools.readers());
    }

    @Bean
    StreamDoors streamDoors(StreamHub hub, SnapshotReads events, Reads reads) {
        return new StreamDoors(hub, events, reads);
    }

    @Bean
    IncidentDoors incidentDoors(Reads reads, SnapshotReads events, CommandGate gate, ReadBarrier barrier) {
        return new IncidentDoors(reads, reads, events, gate, barrier);
    }

    @Bean
    AlertmanagerDoors alertmanagerDoors(
            Reads reads,
            CommandGate gate,
            ReadBarrier barrier,
            AlertmanagerConfig alertmanager,
            AlertmanagerDoors.Probes probes,
            InstantSource clock) {
        return new AlertmanagerDoors(reads, reads, gate, barrier, alertmanager, probes, clock, VERSION);
    }

    @Bean
    OpenApiDoors openApiDoors() {
        return new OpenApiDoors(List.of(
                "openapi/tidegate.yaml",
                "openapi/ingest.yaml",
                "openapi/watches.yaml",
                "openapi/people.yaml",
                "openapi/changes.yaml",
                "openapi/rollouts.yaml",
                "openapi/board.yaml"));
    }

    @Bean
    PageDoors pageDoors() {
        return new PageDoors(Assets.load());
    }

    @Bean
    AuditDoors auditDoors(Pools pools) {
        return new AuditDoors(new R2dbcAuditReads(pools.readers()));
    }

    @Bean
    RouterFunction<ServerResponse> doors(IngestRoutes ingest, List<Doorway> doorways) {
        List<Door> doors =
                doorways.stream().flatMap(one -> one.doors().stream()).toList();
        return ingest.all()
                .and(Door.open(doors))
                .and(Door.wrongMethods(doors))
                .and(Door.wrongMethods(IngestRoutes.onlyPosted()));
    }

    @Bean
    Worker streaming(StreamHub hub) {
        return Worker.reading("streams", hub::start);
    }

    @Bean
    Worker cloudEventIntake(CloudEventDoor cloudEvents) {
        return Worker.reading(
                "CloudEvents",
                () -> cloudEvents
                        .intake()
                        .subscribe(
                                taken -> LOG.debug("CloudEvent {}: {} alerts", taken.place(), taken.alerts()),
                                failure -> LOG.error("CloudEvents are not taken any more", failure)));
    }
}
