/**
 * Asks servers that others run, so that whatever they do ends in time, in bounded memory and with a sentence.
 */
@NullMarked
package dev.tidegate.rollout.remote;

import org.jspecify.annotations.NullMarked;
