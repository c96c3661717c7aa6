@NullMarked
package dev.tidegate.gateway.config;

import org.jspecify.annotations.NullMarked;
