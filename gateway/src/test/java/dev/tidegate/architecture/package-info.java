/** The rules of the house, checked on every class that ships. */
@NullMarked
package dev.tidegate.architecture;

import org.jspecify.annotations.NullMarked;
