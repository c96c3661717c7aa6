/**
 * Incident to people: triage, on-call, tickets, notifications, knowledge and service levels. Holds little yet.
 */
@NullMarked
package dev.tidegate.care;

import org.jspecify.annotations.NullMarked;
