/**
 * The words everybody in Tidegate speaks: labels, fingerprints, alerts, severities, scopes and node identities.
 * Plain values, no I/O, no clock, no framework.
 */
@NullMarked
package dev.tidegate.model;

import org.jspecify.annotations.NullMarked;
