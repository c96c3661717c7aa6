/**
 * {@code /api/v1/users}, {@code /api/v1/tokens}, {@code /api/v1/session} and {@code /api/v1/me}.
 */
@NullMarked
package dev.tidegate.gateway.people.http;

import org.jspecify.annotations.NullMarked;
