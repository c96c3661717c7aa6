package dev.tidegate.rollout.gate;

/**
 * Whether there is something to go back to.
 *
 * @param proven whether the former state is known and still there
 * @param words what it is, or what is not known
 */
public record WayBack(boolean proven, String words) {}
