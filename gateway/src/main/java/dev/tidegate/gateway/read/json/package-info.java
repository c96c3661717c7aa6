/** Rows as the JSON that the API and the streams show. */
@NullMarked
package dev.tidegate.gateway.read.json;

import org.jspecify.annotations.NullMarked;
