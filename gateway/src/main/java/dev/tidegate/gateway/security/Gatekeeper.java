package dev.tidegate.gateway.security;

import org.springframework.web.server.WebFilter;

/**
 * The guard, for those who have to ask it themselves. Not a filter bean, which Spring would put in front of every request
 * a second time.
 *
 * @param filter answers who may not come in, and lets the others through with their {@link Identity} as principal
 */
public record Gatekeeper(WebFilter filter) {}
