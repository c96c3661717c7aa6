/**
 * People, their tokens and their sessions: what is known of them, and what holds for names, roles and wrong passwords.
 */
@NullMarked
package dev.tidegate.gateway.people;

import org.jspecify.annotations.NullMarked;
