/**
 * The rollout demo: a change's whole way through a running gateway, told in plain words.
 */
@NullMarked
package dev.tidegate.fleet.demo;

import org.jspecify.annotations.NullMarked;
