package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.EventWords;
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
                    EventWords.by(event).orElse(Rollout.ITSELF),
                    brief.tenant(),
                    "rollout." + RolloutJson.kind(event),
                    brief.id(),
                    RolloutJson.event(event)));
        }
        return entries;
    }
}
