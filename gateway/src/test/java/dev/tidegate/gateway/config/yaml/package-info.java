@NullMarked
package dev.tidegate.gateway.config.yaml;

import org.jspecify.annotations.NullMarked;
