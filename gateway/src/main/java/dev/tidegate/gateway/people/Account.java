package dev.tidegate.gateway.people;

import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Role;
import java.time.Instant;
import java.util.Set;

/**
 * A person.
 *
 * @param name unique, and never given to somebody else
 * @param tenant empty for our own staff
 * @param password hashed
 */
public record Account(
        String name,
        String tenant,
        Set<Role> roles,
        String password,
        boolean disabled,
        Instant createdAt,
        String createdBy) {
    public Account {
        roles = Set.copyOf(roles);
    }

    public Identity identity() {
        return new Identity(name, roles, tenant);
    }

    /** The same person with other rights. */
    public Account with(String otherTenant, Set<Role> otherRoles, boolean nowDisabled) {
        return new Account(name, otherTenant, otherRoles, password, nowDisabled, createdAt, createdBy);
    }

    /** Leaves the hash out. */
    @Override
    public String toString() {
        return "Account[" + name + ", tenant=" + tenant + ", roles=" + roles + ", disabled=" + disabled + "]";
    }
}
