/** Label matchers with Alertmanager's grammar. */
@NullMarked
package dev.tidegate.model.matcher;

import org.jspecify.annotations.NullMarked;
