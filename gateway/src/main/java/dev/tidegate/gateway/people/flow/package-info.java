/**
 * Keeps the register of people in memory, and checks passwords away from the event loop.
 */
@NullMarked
package dev.tidegate.gateway.people.flow;

import org.jspecify.annotations.NullMarked;
