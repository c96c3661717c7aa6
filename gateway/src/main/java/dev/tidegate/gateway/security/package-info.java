/**
 * Who may go through which door. Every request is somebody's, by token, password or session; what they may do are their
 * roles; whom a door lets through is a row of {@link dev.tidegate.gateway.security.Doors}.
 */
@NullMarked
package dev.tidegate.gateway.security;

import org.jspecify.annotations.NullMarked;
