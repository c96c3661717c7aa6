/** {@code /api/v1/changes}, {@code /api/v1/calendars} and {@code /api/v1/fleet}. */
@NullMarked
package dev.tidegate.gateway.change.http;

import org.jspecify.annotations.NullMarked;
