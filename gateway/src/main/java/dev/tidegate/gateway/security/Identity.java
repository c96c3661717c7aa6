package dev.tidegate.gateway.security;

import dev.tidegate.model.Scope;
import dev.tidegate.rollout.change.Person;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Somebody who was recognised.
 *
 * @param name who acted, in the audit
 * @param roles what they may do
 * @param tenant whose things they see; empty for our own staff, who see those of all
 */
public record Identity(String name, Set<Role> roles, String tenant) implements Principal {
    /** Anybody on this machine, when the loopback doors are open. */
    public static final Identity ANONYMOUS = new Identity("anonymous", EnumSet.allOf(Role.class), "");

    public Identity {
        roles = Set.copyOf(roles);
    }

    /** Whether they have one of these. */
    public boolean may(Set<Role> asked) {
        for (Role role : roles) {
            if (asked.contains(role)) {
                return true;
            }
        }
        return false;
    }

    /** Whether they have this one. */
    public boolean may(Role asked) {
        return roles.contains(asked);
    }

    /** Of our own staff: sees the things of all tenants. */
    public boolean staff() {
        return tenant.isEmpty();
    }

    /** Whether they may see what belongs to a tenant. */
    public boolean sees(String owner) {
        return staff() || tenant.equals(owner);
    }

    /** The tenant of what they send and make without naming one. */
    public String home() {
        return staff() ? Scope.DEFAULT_TENANT : tenant;
    }

    /** Who they are to a change. Sending alerts is nothing a change knows. */
    public Person person() {
        EnumSet<Person.Role> known = EnumSet.noneOf(Person.Role.class);
        for (Role role : roles) {
            if (role != Role.INGEST) {
                known.add(Person.Role.valueOf(role.name()));
            }
        }
        return new Person(name, tenant, known);
    }

    @Override
    public String getName() {
        return name;
    }
}
