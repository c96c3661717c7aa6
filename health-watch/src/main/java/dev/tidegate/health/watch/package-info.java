/**
 * One watch: some nodes, looked at by a policy since a change, as state and facts. It is given rounds and times; who
 * runs it, where it is kept and who reads along are ports.
 */
@NullMarked
package dev.tidegate.health.watch;

import org.jspecify.annotations.NullMarked;
