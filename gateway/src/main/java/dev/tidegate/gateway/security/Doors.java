package dev.tidegate.gateway.security;

import static dev.tidegate.gateway.security.Role.ADMINISTRATOR;
import static dev.tidegate.gateway.security.Role.CUSTOMER_APPROVER;
import static dev.tidegate.gateway.security.Role.CUSTOMER_SUCCESS_MANAGER;
import static dev.tidegate.gateway.security.Role.EXECUTOR;
import static dev.tidegate.gateway.security.Role.INGEST;
import static dev.tidegate.gateway.security.Role.MONITOR;
import static dev.tidegate.gateway.security.Role.PEOPLE;
import static dev.tidegate.gateway.security.Role.RESPONDER;
import static dev.tidegate.gateway.security.Role.SUPPORT_ENGINEER;
import static dev.tidegate.gateway.security.Role.VALIDATOR;

import dev.tidegate.gateway.security.Door.Lets;
import java.util.List;
import java.util.Set;

/**
 * All doors, first match counts. What is not listed can be read by our own people and changed by administrators, so a
 * door that somebody forgets to list is closed to senders, to customers and to the anonymous.
 *
 * <p>Two kinds of rows: {@code tenants} are doors whose handlers show each tenant its own things and staff all;
 * {@code staff} are doors to what is not kept apart by tenant. Who may do what to which change (nobody their own, both
 * sides, other person than the executor) is decided behind the door, by the core.
 */
final class Doors {
    private static final Set<Role> SENDERS = Set.of(INGEST, ADMINISTRATOR);
    private static final Set<Role> OPERATORS = Set.of(RESPONDER, SUPPORT_ENGINEER, ADMINISTRATOR);
    private static final Set<Role> WATCHERS = Set.of(MONITOR, EXECUTOR, SUPPORT_ENGINEER, ADMINISTRATOR);
    private static final Set<Role> AUTHORS = Set.of(RESPONDER, SUPPORT_ENGINEER, EXECUTOR);
    private static final Set<Role> APPROVERS = Set.of(VALIDATOR, SUPPORT_ENGINEER, CUSTOMER_APPROVER);
    private static final Set<Role> STAGERS = Set.of(VALIDATOR, EXECUTOR, SUPPORT_ENGINEER);
    private static final Set<Role> GLASS_BREAKERS = Set.of(EXECUTOR, ADMINISTRATOR);
    private static final Set<Role> REVIEWERS =
            Set.of(VALIDATOR, SUPPORT_ENGINEER, CUSTOMER_SUCCESS_MANAGER, ADMINISTRATOR);
    private static final Set<Role> STOPPERS = Set.of(EXECUTOR, MONITOR, ADMINISTRATOR);
    private static final Set<Role> ENDERS = Set.of(EXECUTOR, ADMINISTRATOR);
    private static final Set<Role> CALENDAR_KEEPERS = Set.of(SUPPORT_ENGINEER, CUSTOMER_SUCCESS_MANAGER, ADMINISTRATOR);
    private static final Set<Role> EVERY_ROLE = Set.of(Role.values());

    static final List<Door> ALL = List.of(
            tenants("POST", "/api/v2/alerts", SENDERS),
            tenants("POST", "/api/v1/alerts", SENDERS),
            tenants("POST", "/api/v1/webhook/**", SENDERS),
            tenants("POST", "/api/v1/webhooks/**", SENDERS),
            tenants("POST", "/webhooks/**", SENDERS),
            tenants("POST", "/api/webhooks/**", SENDERS),
            tenants("POST", "/alert", SENDERS),
            tenants("POST", "/api/alert", SENDERS),
            open("GET", "/actuator/health/**"),
            open("GET", "/-/healthy"),
            open("GET", "/-/ready"),
            // the pages themselves say nothing; what they show they ask for, signed in
            open("GET", "/"),
            open("GET", "/ui/**"),
            open("GET", "/favicon.ico"),
            open("GET", "/webjars/**"),
            open("POST", "/api/v1/session"),
            tenants("DELETE", "/api/v1/session", EVERY_ROLE),
            tenants("GET", "/api/v1/me", EVERY_ROLE),
            tenants("GET", "/v3/api-docs", PEOPLE),
            tenants("GET", "/v3/api-docs.yaml", PEOPLE),
            tenants("GET", "/api-docs", PEOPLE),
            // operating
            tenants("GET", "/api/v2/alerts", PEOPLE),
            tenants("GET", "/api/v2/alerts/groups", PEOPLE),
            tenants("GET", "/api/v2/silences", PEOPLE),
            tenants("POST", "/api/v2/silences", OPERATORS),
            tenants("GET", "/api/v2/silence/{id}", PEOPLE),
            tenants("DELETE", "/api/v2/silence/{id}", OPERATORS),
            tenants("GET", "/api/v1/alerts", PEOPLE),
            tenants("GET", "/api/v1/alerts/stream", PEOPLE),
            tenants("GET", "/api/v1/incidents/**", PEOPLE),
            tenants("POST", "/api/v1/incidents/{id}/{action}", OPERATORS),
            tenants("GET", "/api/v1/watches/**", PEOPLE),
            tenants("POST", "/api/v1/watches", WATCHERS),
            tenants("DELETE", "/api/v1/watches/{id}", WATCHERS),
            // changes
            tenants("GET", "/api/v1/fleet", PEOPLE),
            tenants("GET", "/api/v1/calendars", PEOPLE),
            tenants("PUT", "/api/v1/calendars", CALENDAR_KEEPERS),
            // how well risks are foretold is counted over the changes of all tenants
            staff("GET", "/api/v1/changes/risk-calibration", PEOPLE),
            tenants("GET", "/api/v1/changes/**", PEOPLE),
            tenants("POST", "/api/v1/changes", AUTHORS),
            tenants("POST", "/api/v1/changes/{id}/revisions", AUTHORS),
            tenants("POST", "/api/v1/changes/{id}/approvals", APPROVERS),
            tenants("POST", "/api/v1/changes/{id}/staging", STAGERS),
            tenants("POST", "/api/v1/changes/{id}/emergency", GLASS_BREAKERS),
            tenants("POST", "/api/v1/changes/{id}/emergency/review", REVIEWERS),
            // rollouts
            tenants("GET", "/api/v1/rollouts/**", PEOPLE),
            tenants("POST", "/api/v1/rollouts", Set.of(EXECUTOR)),
            tenants("POST", "/api/v1/rollouts/{id}/hold", STOPPERS),
            tenants("POST", "/api/v1/rollouts/{id}/pull-back", STOPPERS),
            tenants("POST", "/api/v1/rollouts/{id}/abort", ENDERS),
            tenants("POST", "/api/v1/rollouts/{id}/resume", Set.of(EXECUTOR)),
            tenants("POST", "/api/v1/rollouts/{id}/monitor", Set.of(MONITOR)),
            // people; whose token and whose password is decided behind the door
            staff("GET", "/api/v1/users", Set.of(ADMINISTRATOR)),
            staff("POST", "/api/v1/users", Set.of(ADMINISTRATOR)),
            staff("PATCH", "/api/v1/users/{name}", Set.of(ADMINISTRATOR)),
            staff("DELETE", "/api/v1/users/{name}", Set.of(ADMINISTRATOR)),
            tenants("POST", "/api/v1/users/{name}/password", EVERY_ROLE),
            tenants("GET", "/api/v1/tokens", EVERY_ROLE),
            tenants("POST", "/api/v1/tokens", EVERY_ROLE),
            tenants("DELETE", "/api/v1/tokens/{id}", EVERY_ROLE),
            staff("GET", "/api/v1/audit/verify", PEOPLE),
            tenants("GET", "/api/v1/audit", PEOPLE),
            staff("GET", "/**", PEOPLE),
            staff("OPTIONS", "/**", PEOPLE),
            staff(Door.ANY_METHOD, "/**", Set.of(ADMINISTRATOR)));

    private Doors() {}

    private static Door tenants(String method, String pattern, Set<Role> roles) {
        return Door.of(method, pattern, new Lets.Some(roles, false));
    }

    private static Door staff(String method, String pattern, Set<Role> roles) {
        return Door.of(method, pattern, new Lets.Some(roles, true));
    }

    private static Door open(String method, String pattern) {
        return Door.of(method, pattern, new Lets.Anybody());
    }
}
