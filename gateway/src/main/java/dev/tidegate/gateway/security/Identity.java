package dev.tidegate.gateway.security;

import dev.tidegate.model.Scope;
import java.security.Principal;
import java.util.Set;

/**
 * Somebody who was recognised.
 *
 * @param name who acted, in the audit
 * @param roles what they may do
 * @param tenant whose alerts they send and see
 */
public record Identity(String name, Set<Role> roles, String tenant) implements Principal {
    /** Anybody on this machine, when the loopback doors are open. */
    public static final Identity ANONYMOUS = new Identity("anonymous", Set.of(Role.values()), Scope.DEFAULT_TENANT);

    public Identity {
        roles = Set.copyOf(roles);
    }

    public boolean may(Role asked) {
        return roles.stream().anyMatch(role -> role.covers(asked));
    }

    @Override
    public String getName() {
        return name;
    }
}
