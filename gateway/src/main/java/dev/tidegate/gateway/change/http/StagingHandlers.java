package dev.tidegate.gateway.change.http;

import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.incident.http.Pages;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.rollout.change.flow.Changes;
import dev.tidegate.rollout.staging.Finding;
import dev.tidegate.rollout.staging.StagingStore;
import dev.tidegate.rollout.staging.flow.StagingRuns;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Trying changes in staging. */
final class StagingHandlers {
    private static final int SHOWN = 5_000;

    private final Changes changes;
    private final StagingRuns runs;
    private final StagingStore store;
    private final InstantSource clock;

    StagingHandlers(Changes changes, StagingRuns runs, StagingStore store, InstantSource clock) {
        this.changes = changes;
        this.runs = runs;
        this.store = store;
        this.clock = clock;
    }

    Mono<ServerResponse> start(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        String id = request.pathVariable("id");
        return ChangeHandlers.person(request)
                .flatMap(person -> Bodies.told(changes.kept(id, person))
                        .flatMap(kept -> runs.start(ChangeHandlers.id("s", clock.instant()), kept.change(), person)))
                .flatMap(started -> switch (started) {
                    case StagingRuns.Started.Begun begun ->
                        ServerResponse.accepted()
                                .location(URI.create("/api/v1/changes/" + id + "/staging"))
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(ChangeJson.bytes(ChangeJson.staging(Optional.of(begun.run()), List.of())));
                    case StagingRuns.Started.Refused refused ->
                        Mono.error(() -> new ProblemException(Problem.conflict(refused.reason())));
                });
    }

    Mono<ServerResponse> one(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return ChangeHandlers.person(request)
                .flatMap(person -> Bodies.told(changes.kept(request.pathVariable("id"), person)))
                .flatMap(changes::staging)
                .flatMap(
                        run -> (run.isPresent() ? store.evidence(run.get().id(), SHOWN) : Mono.just(List.<Finding>of()))
                                .map(evidence -> ChangeJson.bytes(ChangeJson.staging(run, evidence))))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }
}
