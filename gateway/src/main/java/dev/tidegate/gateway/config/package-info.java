/** What Tidegate runs with, and how its parts are put together. The only place that knows them all. */
@NullMarked
package dev.tidegate.gateway.config;

import org.jspecify.annotations.NullMarked;
