@NullMarked
package dev.tidegate.fleet.demo;

import org.jspecify.annotations.NullMarked;
