/**
 * A program on this machine as a target, started once a node: ssh, a script, a tool of one's own.
 */
@NullMarked
package dev.tidegate.rollout.target.command;

import org.jspecify.annotations.NullMarked;
