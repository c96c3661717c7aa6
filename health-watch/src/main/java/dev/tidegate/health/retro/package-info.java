/** The judge over past data: for trying a policy on yesterday, and for measuring the judge. */
@NullMarked
package dev.tidegate.health.retro;

import org.jspecify.annotations.NullMarked;
