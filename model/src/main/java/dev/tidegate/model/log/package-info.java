/** The log everything travels on: the port, and the compact binary form of its records. */
@NullMarked
package dev.tidegate.model.log;

import org.jspecify.annotations.NullMarked;
