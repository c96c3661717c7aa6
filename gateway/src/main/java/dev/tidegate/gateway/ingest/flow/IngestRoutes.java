package dev.tidegate.gateway.ingest.flow;

import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.IngestSettings;
import dev.tidegate.gateway.ingest.alerta.AlertaDoor;
import dev.tidegate.gateway.ingest.alerta.AlertaPrometheusDoor;
import dev.tidegate.gateway.ingest.alertmanager.AlertmanagerV1;
import dev.tidegate.gateway.ingest.alertmanager.AlertmanagerV2;
import dev.tidegate.gateway.ingest.webhook.Notifications;
import dev.tidegate.gateway.problem.Door;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The doors in, each with its paths. Authentication comes before them; they take whom they are given. */
public final class IngestRoutes {
    private final IngestSettings settings;
    private final AlertSink sink;
    private final InFlightBudget budget;
    private final TenantOf tenants;
    private final InstantSource clock;
    private final UnaryOperator<AlertFormat> decorate;

    /** @param decorate put around each format, for example to meter it */
    public IngestRoutes(
            IngestSettings settings,
            AlertSink sink,
            InFlightBudget budget,
            TenantOf tenants,
            InstantSource clock,
            UnaryOperator<AlertFormat> decorate) {
        this.settings = settings;
        this.sink = sink;
        this.budget = budget;
        this.tenants = tenants;
        this.clock = clock;
        this.decorate = decorate;
    }

    /** Every door. */
    public RouterFunction<ServerResponse> all() {
        return alertmanager().and(webhooks()).and(alerta());
    }

    /** Where nothing can be done but posting alerts, for {@link Door#wrongMethods}. */
    public static List<Door> onlyPosted() {
        return Stream.of(
                        "/api/v1/webhooks/{name}",
                        "/alert",
                        "/api/alert",
                        "/webhooks/prometheus",
                        "/api/webhooks/prometheus")
                .map(path -> new Door(path, Map.of(), Set.of(HttpMethod.POST)))
                .toList();
    }

    /** The doors with a load, by path, for {@link FrontDoor}. They are among {@link #all} too. */
    public Map<String, HandlerFunction<ServerResponse>> busy() {
        return Map.of("/api/v2/alerts", door(new AlertmanagerV2(settings.limits())));
    }

    public RouterFunction<ServerResponse> alertmanager() {
        IngestLimits limits = settings.limits();
        return RouterFunctions.route(POST("/api/v2/alerts"), door(new AlertmanagerV2(limits)))
                .andRoute(POST("/api/v1/alerts"), door(new AlertmanagerV1(limits)));
    }

    public RouterFunction<ServerResponse> webhooks() {
        IngestLimits limits = settings.limits();
        return RouterFunctions.route(
                        POST("/api/v1/webhooks/alertmanager"),
                        door(Notifications.ofAlertmanager(limits, settings.webhookHold())))
                .andRoute(
                        POST("/api/v1/webhooks/grafana"), door(Notifications.ofGrafana(limits, settings.webhookHold())))
                .andRoute(
                        POST("/api/v1/webhooks/{name}"),
                        request -> ServerResponse.status(404)
                                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                                .bodyValue(unknownWebhook(request.pathVariable("name"))));
    }

    public RouterFunction<ServerResponse> alerta() {
        IngestDoor alert = door(new AlertaDoor(settings.limits(), settings.site(), settings.alertaEnvironments()));
        IngestDoor prometheus = door(new AlertaPrometheusDoor(settings.limits(), settings.webhookHold()));
        return RouterFunctions.route(POST("/alert").or(POST("/api/alert")), alert)
                .andRoute(POST("/webhooks/prometheus").or(POST("/api/webhooks/prometheus")), prometheus);
    }

    private IngestDoor door(AlertFormat format) {
        return new IngestDoor(decorate.apply(format), settings, sink, budget, tenants, clock);
    }

    private static String unknownWebhook(String name) {
        return Answer.problem(404, "there is no webhook \"" + name + "\"; there are alertmanager and grafana")
                .body();
    }
}
