package dev.tidegate.gateway.people;

import dev.tidegate.gateway.security.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for people. Each rule answers with what is wrong, and with nothing when nothing is. */
public final class PeopleRules {
    public static final int SHORTEST_PASSWORD = 12;
    public static final int LONGEST_PASSWORD = 200;
    public static final int LONGEST_LABEL = 100;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._@-]{1,62}");
    private static final Pattern TENANT = Pattern.compile("([a-z0-9][a-z0-9._-]{0,62})?");
    /** Who acts under these names is no person. */
    private static final Set<String> RESERVED = Set.of("ingest", "read", "admin", "anonymous", "tidegate");

    private static final Set<Role> OURS =
            Set.of(Role.SUPPORT_ENGINEER, Role.CUSTOMER_SUCCESS_MANAGER, Role.ADMINISTRATOR);

    private PeopleRules() {}

    public static Optional<String> name(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("must be 2 to 63 characters of a-z, 0-9, and . _ @ -, and begin with a letter");
        }
        return RESERVED.contains(name)
                ? Optional.of("\"" + name + "\" is the name of a token of the installation, or of Tidegate itself")
                : Optional.empty();
    }

    public static Optional<String> tenant(String tenant) {
        return TENANT.matcher(tenant).matches()
                ? Optional.empty()
                : Optional.of("must be at most 63 characters of a-z, 0-9, and . _ -, or empty for your own staff");
    }

    /** Whether roles go with a tenant. */
    public static Optional<String> roles(Set<Role> roles, String tenant) {
        if (roles.isEmpty()) {
            return Optional.of("must name one role at least, of " + words(EnumSet.allOf(Role.class)));
        }
        EnumSet<Role> ours = EnumSet.copyOf(roles);
        ours.retainAll(OURS);
        if (!tenant.isEmpty() && !ours.isEmpty()) {
            return Optional.of(words(ours) + " is for your own staff, not for people of a tenant");
        }
        return tenant.isEmpty() && roles.contains(Role.CUSTOMER_APPROVER)
                ? Optional.of("customer-approver is for people of a tenant: name the tenant")
                : Optional.empty();
    }

    public static Optional<String> password(String password, String name) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            return Optional.of("must have " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
        return password.contains(name) ? Optional.of("must not contain the name") : Optional.empty();
    }

    public static Optional<String> label(String label) {
        return label.length() <= LONGEST_LABEL && label.chars().noneMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of("must have at most " + LONGEST_LABEL + " characters on one line");
    }

    /** In the order of the enumeration, with commas. */
    public static String words(Set<Role> roles) {
        return String.join(", ", sorted(roles));
    }

    /** Words in the order of the enumeration. */
    public static List<String> sorted(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).toList();
    }
}
