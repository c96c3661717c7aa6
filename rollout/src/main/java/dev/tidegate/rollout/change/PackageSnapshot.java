package dev.tidegate.rollout.change;

/** A published package repository and the snapshot that it switches to. */
public record PackageSnapshot(String prefix, String distribution, String component, String snapshot) {}
