package dev.tidegate.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.security.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"ann", "a.b-c_d", "ann@example.org", "x9"})
    void namesThatAreTaken(String name) {
        assertThat(PeopleRules.name(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Ann", "9x", "a b", "a\"b", "admin", "read", "ingest", "anonymous", "tidegate"})
    void namesThatAreNot(String name) {
        assertThat(PeopleRules.name(name)).isPresent();
    }

    @Test
    void rolesGoWithTenants() {
        assertThat(PeopleRules.roles(Set.of(Role.VIEWER, Role.CUSTOMER_APPROVER), "acme"))
                .isEmpty();
        assertThat(PeopleRules.roles(Set.of(Role.CUSTOMER_APPROVER), ""))
                .hasValueSatisfying(words -> assertThat(words).contains("name the tenant"));
        assertThat(PeopleRules.roles(Set.of(Role.ADMINISTRATOR, Role.SUPPORT_ENGINEER), "acme"))
                .hasValue("support-engineer, administrator is for your own staff, not for people of a tenant");
        assertThat(PeopleRules.roles(Set.of(), "")).isPresent();
    }

    @Test
    void passwordsAreLongAndNotTheName() {
        assertThat(PeopleRules.password("elevenchars", "ann")).isPresent();
        assertThat(PeopleRules.password("x".repeat(201), "ann")).isPresent();
        assertThat(PeopleRules.password("annannannann", "ann")).isPresent();
        assertThat(PeopleRules.password("correct horse battery", "ann")).isEmpty();
    }
}
