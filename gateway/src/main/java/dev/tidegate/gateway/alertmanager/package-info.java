/** What Alertmanager knows beside alerts: routes, groups, receivers, and the rules for silences. */
@NullMarked
package dev.tidegate.gateway.alertmanager;

import org.jspecify.annotations.NullMarked;
