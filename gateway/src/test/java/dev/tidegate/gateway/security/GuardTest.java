package dev.tidegate.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.security.Guard.Decision;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;

class GuardTest {
    private static final Map<Role, String> TOKENS = Map.of(
            Role.ADMIN, "token-of-an-operator", Role.READ, "token-of-a-reader", Role.INGEST, "token-of-a-sender");

    private final Guard guard = new Guard(Doors.ALL, principals(), false);
    private final Guard open = new Guard(Doors.ALL, principals(), true);

    /** Every role at every kind of door: what each may do, and nothing else. */
    @ParameterizedTest
    @CsvSource({
        //                                          nobody, sender, reader, operator
        "GET,    /actuator/health,                      200, 200, 200, 200",
        "GET,    /actuator/health/readiness,            200, 200, 200, 200",
        "GET,    /actuator/health/liveness,             200, 200, 200, 200",
        "GET,    /-/healthy,                            200, 200, 200, 200",
        "GET,    /-/ready,                              200, 200, 200, 200",
        "GET,    /actuator/prometheus,                  401, 403, 200, 200",
        "GET,    /actuator,                             401, 403, 200, 200",
        "POST,   /actuator/health,                      401, 403, 403, 200",
        "POST,   /api/v2/alerts,                        401, 200, 403, 200",
        "POST,   /api/v1/alerts,                        401, 200, 403, 200",
        "POST,   /alert,                                401, 200, 403, 200",
        "POST,   /api/alert,                            401, 200, 403, 200",
        "POST,   /webhooks/prometheus,                  401, 200, 403, 200",
        "POST,   /api/webhooks/prometheus,              401, 200, 403, 200",
        "POST,   /api/v1/webhook/alertmanager,          401, 200, 403, 200",
        "POST,   /api/v2/alerts/,                       401, 403, 403, 200",
        "PUT,    /api/v2/alerts,                        401, 403, 403, 200",
        "GET,    /api/v2/alerts,                        401, 403, 200, 200",
        "GET,    /api/v2/alerts/groups,                 401, 403, 200, 200",
        "GET,    /api/v2/silences,                      401, 403, 200, 200",
        "POST,   /api/v2/silences,                      401, 403, 403, 200",
        "DELETE, /api/v2/silence/5f5f,                  401, 403, 403, 200",
        "GET,    /api/v2/status,                        401, 403, 200, 200",
        "GET,    /api/v1/incidents,                     401, 403, 200, 200",
        "HEAD,   /api/v1/incidents,                     401, 403, 200, 200",
        "GET,    /api/v1/incidents/stream,              401, 403, 200, 200",
        "POST,   /api/v1/incidents/i-1/acknowledge,     401, 403, 403, 200",
        "POST,   /api/v1/incidents/i-1/merge,           401, 403, 403, 200",
        "GET,    /api/v1/watches,                       401, 403, 200, 200",
        "POST,   /api/v1/watches,                       401, 403, 403, 200",
        "GET,    /api/v1/watches/w1,                    401, 403, 200, 200",
        "GET,    /api/v1/watches/w1/verdicts,           401, 403, 200, 200",
        "GET,    /api/v1/watches/w1/stream,             401, 403, 200, 200",
        "DELETE, /api/v1/watches/w1,                    401, 403, 403, 200",
        "GET,    /v3/api-docs,                          401, 403, 200, 200",
        "GET,    /api-docs,                             401, 403, 200, 200",
        "GET,    /,                                     401, 403, 200, 200",
        "PATCH,  /somewhere/new,                        401, 403, 403, 200",
        "TRACE,  /api/v2/alerts,                        401, 403, 403, 200",
    })
    void opensToWhomItShould(String method, String path, int nobody, int sender, int reader, int operator) {
        assertThat(status(guard, method, path, new HttpHeaders())).as("nobody").isEqualTo(nobody);
        assertThat(status(guard, method, path, bearer(Role.INGEST)))
                .as("sender")
                .isEqualTo(sender);
        assertThat(status(guard, method, path, bearer(Role.READ))).as("reader").isEqualTo(reader);
        assertThat(status(guard, method, path, bearer(Role.ADMIN)))
                .as("operator")
                .isEqualTo(operator);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer token-of-a-reader",
                "bearer  token-of-a-reader",
                "Key token-of-a-reader",
                "Basic {anyone:token-of-a-reader}",
                "Basic {:token-of-a-reader}",
                "Basic {token-of-a-reader}",
            })
    void takesTokensInEveryUsualForm(String header) {
        assertThat(status(guard, "GET", "/api/v1/incidents", authorization(header)))
                .isEqualTo(200);
    }

    @Test
    void takesTheKeyHeaderOfAlerta() {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-API-Key", "token-of-a-sender");
        assertThat(status(guard, "POST", "/alert", headers)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer token-of-a-reade",
                "Bearer token-of-a-reader2",
                "Digest token-of-a-reader",
                "Basic not*base64",
                "Basic {token-of-a-reader:wrong}",
                "token-of-a-reader",
            })
    void refusesEverythingElse(String header) {
        assertThat(status(guard, "GET", "/api/v1/incidents", authorization(header)))
                .isEqualTo(401);
        assertThat(status(open, "GET", "/api/v1/incidents", authorization(header)))
                .as("a wrong token stays wrong when none is needed")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8480, ,                      200",
        "localhost:8480, ,                      200",
        "[::1]:8480,     ,                      200",
        "127.0.0.1:8480, http://localhost:8480, 200",
        "127.0.0.1:8480, https://evil.example,  401",
        "127.0.0.1:8480, null,                  401",
        "evil.example,   ,                      401",
        "127.0.0.1.evil.example, ,              401",
        "'',             ,                      401",
    })
    void withoutTokensOnlyThisMachineIsMeant(String host, String origin, int expected) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.HOST, host);
        if (origin != null) {
            headers.set(HttpHeaders.ORIGIN, origin);
        }
        assertThat(status(open, "POST", "/api/v2/silences", headers)).isEqualTo(expected);
    }

    @Test
    void namesWhoActs() {
        PathContainer path = PathContainer.parsePath("/api/v2/silences");
        assertThat(guard.decide("POST", path, bearer(Role.ADMIN)))
                .isInstanceOfSatisfying(
                        Decision.Pass.class,
                        pass -> assertThat(pass.identity()).extracting("name").isEqualTo("admin"));
    }

    private static int status(Guard guard, String method, String path, HttpHeaders headers) {
        return switch (guard.decide(method, PathContainer.parsePath(path), headers)) {
            case Decision.Pass unused -> 200;
            case Decision.Unknown unused -> 401;
            case Decision.Forbidden unused -> 403;
        };
    }

    private static HttpHeaders bearer(Role role) {
        return authorization("Bearer " + TOKENS.get(role));
    }

    /** What stands in braces is encoded. */
    private static HttpHeaders authorization(String value) {
        int brace = value.indexOf('{');
        String header = brace < 0
                ? value
                : value.substring(0, brace)
                        + Base64.getEncoder()
                                .encodeToString(value.substring(brace + 1, value.length() - 1)
                                        .getBytes(StandardCharsets.UTF_8));
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.AUTHORIZATION, header);
        return headers;
    }

    private static Principals principals() {
        Map<Role, byte[]> hashes = new EnumMap<>(Role.class);
        TOKENS.forEach((role, token) -> hashes.put(role, HashedTokens.hash(token)));
        return new HashedTokens(hashes);
    }
}
