/** Images as JSON: the shapes the API, the streams and the events show, and the small documents kept in json columns. */
@NullMarked
package dev.tidegate.correlator.image.json;

import org.jspecify.annotations.NullMarked;
