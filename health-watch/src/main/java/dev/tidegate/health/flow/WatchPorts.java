package dev.tidegate.health.flow;

import dev.tidegate.health.watch.JudgeSource;
import dev.tidegate.health.watch.Policies;
import dev.tidegate.health.watch.Probes;
import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.health.watch.WatchStore;
import dev.tidegate.health.watch.WatchTopic;
import java.util.function.Consumer;

/**
 * What watches need around them.
 *
 * @param readers takes every fact for the readers at this gateway; must return at once
 * @param topic carries facts to the other gateways
 */
public record WatchPorts(
        WatchStore store,
        Probes probes,
        JudgeSource judges,
        Policies policies,
        Consumer<WatchEvent> readers,
        WatchTopic topic) {}
