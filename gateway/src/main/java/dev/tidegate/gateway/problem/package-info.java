/** How errors are told: RFC 9457 problem documents, and Alertmanager's own shape below {@code /api/v2}. */
@NullMarked
package dev.tidegate.gateway.problem;

import org.jspecify.annotations.NullMarked;
