package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.gate.Facts;
import dev.tidegate.rollout.risk.Proposal;
import dev.tidegate.rollout.risk.Risk;
import dev.tidegate.rollout.staging.Finding;
import java.time.Instant;
import java.util.List;

/**
 * Everything about a change at a time.
 *
 * @param obstacles what stands against its approval
 * @param evidence of staging
 * @param timeline what was done to it, oldest first
 */
public record ChangeView(
        Kept kept,
        Facts facts,
        Risk risk,
        Proposal proposal,
        List<String> obstacles,
        List<Finding> evidence,
        List<AuditRecord> timeline,
        Instant at) {
    public ChangeView {
        obstacles = List.copyOf(obstacles);
        evidence = List.copyOf(evidence);
        timeline = List.copyOf(timeline);
    }
}
