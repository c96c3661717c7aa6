/** Alertmanager's API v2, reading and silencing; its words, codes and shapes are those of Alertmanager 0.25. */
@NullMarked
package dev.tidegate.gateway.alertmanager.http;

import org.jspecify.annotations.NullMarked;
