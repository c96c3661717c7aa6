package dev.tidegate.rollout.change;

import java.util.Set;

/**
 * Somebody who acts, as authenticated.
 *
 * @param name unique
 * @param tenant whose changes they may see; empty for our own staff, who see all
 */
public record Person(String name, String tenant, Set<Role> roles) {
    public Person {
        roles = Set.copyOf(roles);
    }

    /** What people are trusted with. */
    public enum Role {
        VIEWER,
        RESPONDER,
        SUPPORT_ENGINEER,
        VALIDATOR,
        EXECUTOR,
        MONITOR,
        CUSTOMER_APPROVER,
        CUSTOMER_SUCCESS_MANAGER,
        ADMINISTRATOR
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }
}
