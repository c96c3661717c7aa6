/** Files that people write, read so that every mistake can be named by file and line. */
@NullMarked
package dev.tidegate.correlator.yaml;

import org.jspecify.annotations.NullMarked;
