package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.json.RolloutJson;
import java.util.ArrayList;
import java.util.List;

/** Every event as an entry in the audit. */
final class Auditing {
    private final Brief brief;

    Auditing(Brief brief) {
        this.brief = brief;
    }

    List<AuditEntry> entries(List<RolloutEvent> events) {
        List<AuditEntry> entries = new ArrayList<>();
        for (RolloutEvent event : events) {
            entries.add(new AuditEntry(
                    event.at(),
                    actor(event),
                    brief.tenant(),
                    "rollout." + RolloutJson.kind(event),
                    brief.id(),
                    RolloutJson.event(event)));
        }
        return entries;
    }

    private static String actor(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.PhaseBegun begun -> begun.by();
            case RolloutEvent.Held held -> held.by();
            case RolloutEvent.Resumed resumed -> resumed.by();
            case RolloutEvent.Acknowledged acknowledged -> acknowledged.by();
            case RolloutEvent.MonitorCame came -> came.by();
            case RolloutEvent.MonitorWent went -> went.by();
            case RolloutEvent.WayBackProven unused -> Rollout.ITSELF;
            case RolloutEvent.Published unused -> Rollout.ITSELF;
            case RolloutEvent.WatchOpened unused -> Rollout.ITSELF;
            case RolloutEvent.HealthSaid unused -> Rollout.ITSELF;
            case RolloutEvent.Lost unused -> Rollout.ITSELF;
            case RolloutEvent.Found unused -> Rollout.ITSELF;
            case RolloutEvent.Intended unused -> Rollout.ITSELF;
            case RolloutEvent.Dispatched unused -> Rollout.ITSELF;
            case RolloutEvent.Withdrawn unused -> Rollout.ITSELF;
            case RolloutEvent.NodeSettled unused -> Rollout.ITSELF;
            case RolloutEvent.Skipped unused -> Rollout.ITSELF;
            case RolloutEvent.Relapsed unused -> Rollout.ITSELF;
            case RolloutEvent.WaveBack unused -> Rollout.ITSELF;
            case RolloutEvent.Recorded unused -> Rollout.ITSELF;
        };
    }
}
