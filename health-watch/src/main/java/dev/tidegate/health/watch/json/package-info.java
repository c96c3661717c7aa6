/** Frames, verdicts and reports of watches as JSON: the shapes that streams and pages show. */
@NullMarked
package dev.tidegate.health.watch.json;

import org.jspecify.annotations.NullMarked;
