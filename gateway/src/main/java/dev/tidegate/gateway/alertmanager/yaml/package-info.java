/** Alertmanager's configuration file. */
@NullMarked
package dev.tidegate.gateway.alertmanager.yaml;

import org.jspecify.annotations.NullMarked;
