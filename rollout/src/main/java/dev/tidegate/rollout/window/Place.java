package dev.tidegate.rollout.window;

/** Whose and where: what calendars are kept for. */
public record Place(String tenant, String site) {}
