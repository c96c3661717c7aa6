@NullMarked
package dev.tidegate.gateway.people.flow;

import org.jspecify.annotations.NullMarked;
