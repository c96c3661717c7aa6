/** Files that people write: rules, timings and topology. Every mistake is named by line. */
@NullMarked
package dev.tidegate.gateway.config.yaml;

import org.jspecify.annotations.NullMarked;
