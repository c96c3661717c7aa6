package dev.tidegate.storm.timeline;

import dev.tidegate.storm.fault.Fault;

/**
 * A fault of a storm.
 *
 * @param id {@code f-1} and up in order of onset; {@code -} for noise
 * @param fault what broke
 */
public record NamedFault(String id, Fault fault) {
    /** The id of everything that is nobody's fault. */
    public static final String NOISE = "-";
}
