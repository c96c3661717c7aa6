package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.command.CommandGate;
import dev.tidegate.gateway.incident.Action;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.read.AlertReads;
import dev.tidegate.gateway.read.EventReads;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.ReadBarrier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;

/** The doors to incidents and alerts, all but the streams. */
public final class IncidentDoors implements Doorway {
    private final IncidentHandlers incidents;
    private final MemberHandlers members;
    private final TimelineHandlers timeline;
    private final ActionHandlers actions;
    private final AlertPageHandlers alerts;

    public IncidentDoors(
            IncidentReads incidentReads,
            AlertReads alertReads,
            EventReads eventReads,
            CommandGate gate,
            ReadBarrier barrier) {
        this.incidents = new IncidentHandlers(incidentReads, barrier);
        this.members = new MemberHandlers(incidentReads, barrier);
        this.timeline = new TimelineHandlers(incidentReads, barrier);
        this.actions = new ActionHandlers(incidentReads, eventReads, gate, barrier);
        this.alerts = new AlertPageHandlers(alertReads, barrier);
    }

    @Override
    public List<Door> doors() {
        List<Door> doors = new ArrayList<>(List.of(
                Door.get("/api/v1/incidents", incidents::list),
                Door.get("/api/v1/incidents/counts", incidents::counts),
                Door.get("/api/v1/incidents/{id}", incidents::one),
                Door.get("/api/v1/incidents/{id}/members", members::list),
                Door.get("/api/v1/incidents/{id}/members/counts", members::counts),
                Door.get("/api/v1/incidents/{id}/nodes", members::nodes),
                Door.get("/api/v1/incidents/{id}/timeline", timeline::list),
                // old senders post alerts here
                new Door("/api/v1/alerts", Map.of(HttpMethod.GET, alerts::list), Set.of(HttpMethod.POST))));
        for (Action action : Action.values()) {
            doors.add(Door.post("/api/v1/incidents/{id}/" + action.word(), request -> actions.act(request, action)));
        }
        return doors;
    }
}
