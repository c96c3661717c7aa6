package dev.tidegate.gateway.people.r2dbc;

import dev.tidegate.gateway.people.AccessToken;
import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.OpenSession;
import dev.tidegate.gateway.security.Role;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Rows as records. */
final class PeopleRows {
    static final String ACCOUNT = "name, tenant, roles, password, disabled, created_at, created_by";
    static final String TOKEN =
            "id, hash, person, label, roles, created_at, created_by, expires_at, revoked_at, used_on";
    static final String SESSION = "hash, person, token, created_at, expires_at";

    private PeopleRows() {}

    static Account account(Readable row) {
        return new Account(
                text(row, "name"),
                text(row, "tenant"),
                roles(row),
                text(row, "password"),
                Boolean.TRUE.equals(row.get("disabled", Boolean.class)),
                Objects.requireNonNull(row.get("created_at", Instant.class)),
                text(row, "created_by"));
    }

    static AccessToken token(Readable row) {
        return new AccessToken(
                text(row, "id"),
                text(row, "hash"),
                text(row, "person"),
                text(row, "label"),
                roles(row),
                Objects.requireNonNull(row.get("created_at", Instant.class)),
                text(row, "created_by"),
                row.get("expires_at", Instant.class),
                row.get("revoked_at", Instant.class),
                row.get("used_on", LocalDate.class));
    }

    static OpenSession session(Readable row) {
        return new OpenSession(
                text(row, "hash"),
                row.get("person", String.class),
                row.get("token", String.class),
                Objects.requireNonNull(row.get("created_at", Instant.class)),
                Objects.requireNonNull(row.get("expires_at", Instant.class)));
    }

    static String[] words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).toArray(String[]::new);
    }

    /** A role of a newer release is nobody's here. */
    private static Set<Role> roles(Readable row) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : Objects.requireNonNull(row.get("roles", String[].class))) {
            Role.of(word).ifPresent(roles::add);
        }
        return roles;
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
