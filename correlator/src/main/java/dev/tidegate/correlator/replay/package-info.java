/** The correlator alone over a file of alerts: for measuring it, and for trying a policy on yesterday. */
@NullMarked
package dev.tidegate.correlator.replay;

import org.jspecify.annotations.NullMarked;
