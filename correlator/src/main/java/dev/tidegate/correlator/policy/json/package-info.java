/** A policy as JSON: in commands, in the database and in the configuration. */
@NullMarked
package dev.tidegate.correlator.policy.json;

import org.jspecify.annotations.NullMarked;
