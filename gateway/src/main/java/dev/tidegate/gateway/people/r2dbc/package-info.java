/**
 * People in PostgreSQL. Every write is in the audit, in the same transaction.
 */
@NullMarked
package dev.tidegate.gateway.people.r2dbc;

import org.jspecify.annotations.NullMarked;
