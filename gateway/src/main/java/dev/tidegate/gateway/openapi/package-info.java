/** The description of the API, and a page to read it. */
@NullMarked
package dev.tidegate.gateway.openapi;

import org.jspecify.annotations.NullMarked;
