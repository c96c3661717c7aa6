package dev.tidegate.gateway.change.http;

import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.rollout.change.flow.Changes;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.risk.History;
import dev.tidegate.rollout.staging.StagingStore;
import dev.tidegate.rollout.staging.flow.StagingRuns;
import dev.tidegate.rollout.window.Calendars;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.springframework.http.HttpMethod;

/** {@code /api/v1/changes} and what is below, {@code /api/v1/calendars} and {@code /api/v1/fleet}. */
public final class ChangeDoors implements Doorway {
    private static final String CHANGES = "/api/v1/changes";

    private final ChangeHandlers changes;
    private final StagingHandlers staging;
    private final CalendarHandlers calendars;
    private final FleetHandlers fleet;
    private final ReviewEventHandlers events;

    public ChangeDoors(
            Changes changes,
            StagingRuns runs,
            StagingStore store,
            History history,
            Calendars calendars,
            Fleet fleet,
            BiPredicate<String, String> heard,
            InstantSource clock) {
        this.changes = new ChangeHandlers(changes, history, clock);
        this.staging = new StagingHandlers(changes, runs, store, clock);
        this.calendars = new CalendarHandlers(calendars, clock);
        this.fleet = new FleetHandlers(fleet);
        this.events = new ReviewEventHandlers(heard);
    }

    @Override
    public List<Door> doors() {
        return List.of(
                new Door(CHANGES, Map.of(HttpMethod.GET, changes::list, HttpMethod.POST, changes::create), Set.of()),
                Door.get(CHANGES + "/risk-calibration", changes::calibration),
                Door.get(CHANGES + "/waiting", changes::waiting),
                Door.get(CHANGES + "/{id}", changes::one),
                Door.get(CHANGES + "/{id}/diff", changes::diff),
                Door.post(CHANGES + "/{id}/revisions", changes::revise),
                Door.post(CHANGES + "/{id}/approvals", changes::answer),
                Door.post(CHANGES + "/{id}/emergency", changes::emergency),
                Door.post(CHANGES + "/{id}/emergency/review", changes::reviewEmergency),
                new Door(
                        CHANGES + "/{id}/staging",
                        Map.of(HttpMethod.GET, staging::one, HttpMethod.POST, staging::start),
                        Set.of()),
                new Door(
                        "/api/v1/calendars",
                        Map.of(HttpMethod.GET, calendars::list, HttpMethod.PUT, calendars::replace),
                        Set.of()),
                Door.get("/api/v1/fleet", fleet::list),
                Door.post("/api/v1/webhooks/gerrit/{server}", events::gerrit));
    }
}
