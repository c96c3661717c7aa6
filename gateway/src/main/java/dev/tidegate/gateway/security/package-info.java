/**
 * Who may go through which door. Every request is known by a token; what a token may do is a role; which role a door asks
 * for is a row of {@link dev.tidegate.gateway.security.Doors}.
 */
@NullMarked
package dev.tidegate.gateway.security;

import org.jspecify.annotations.NullMarked;
