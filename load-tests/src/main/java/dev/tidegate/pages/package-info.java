/** What open pages of the dashboard cost the ingest of the gateway that they look at. */
@NullMarked
package dev.tidegate.pages;

import org.jspecify.annotations.NullMarked;
