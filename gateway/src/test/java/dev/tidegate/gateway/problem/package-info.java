@NullMarked
package dev.tidegate.gateway.problem;

import org.jspecify.annotations.NullMarked;
