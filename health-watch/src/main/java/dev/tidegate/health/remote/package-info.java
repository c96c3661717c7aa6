/**
 * Speaks HTTP with servers that others run, so that whatever they do ends, in time and in bounded memory, as an answer or
 * as a sentence. Probes ask with it, and so do reviews, packages and targets of rollouts.
 */
@NullMarked
package dev.tidegate.health.remote;

import org.jspecify.annotations.NullMarked;
