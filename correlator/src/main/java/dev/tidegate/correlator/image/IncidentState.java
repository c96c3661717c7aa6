package dev.tidegate.correlator.image;

import java.util.Locale;

/**
 * Where an incident stands.
 *
 * <pre>
 *            ┌────────── reopen (a member fires) ──────────┐
 *            ▼                                             │
 *   open ⇄ acknowledged ──▶ resolved (quiet, or a person) ─┴─▶ closed (nothing came back)
 *     └──────────┴──────────────┴──▶ merged (into another)
 * </pre>
 */
public enum IncidentState {
    OPEN,
    ACKNOWLEDGED,
    RESOLVED,
    CLOSED,
    MERGED;

    /** Whether alerts can still join it or bring it back. */
    public boolean alive() {
        return this == OPEN || this == ACKNOWLEDGED || this == RESOLVED;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
