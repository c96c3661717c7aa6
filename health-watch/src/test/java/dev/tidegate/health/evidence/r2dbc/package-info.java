@org.jspecify.annotations.NullMarked
package dev.tidegate.health.evidence.r2dbc;
