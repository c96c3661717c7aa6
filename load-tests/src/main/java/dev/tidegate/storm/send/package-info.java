/** The thin shell that carries the simulated sends to a server or a file, paced, bounded and retried. */
@NullMarked
package dev.tidegate.storm.send;

import org.jspecify.annotations.NullMarked;
