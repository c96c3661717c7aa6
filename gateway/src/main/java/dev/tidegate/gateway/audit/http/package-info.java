/**
 * {@code /api/v1/audit}: what was done, as pages, as an export, and whether anybody has changed it.
 */
@NullMarked
package dev.tidegate.gateway.audit.http;

import org.jspecify.annotations.NullMarked;
