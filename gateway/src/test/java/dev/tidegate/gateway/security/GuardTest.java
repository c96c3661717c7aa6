package dev.tidegate.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.security.DoorTable.Walk;
import dev.tidegate.gateway.security.Guard.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import reactor.core.publisher.Mono;

class GuardTest {
    private static final Identity READER = new Identity("read", Set.of(Role.VIEWER), "");
    private static final Principals PRINCIPALS = new Wordly();

    private final Guard guard = new Guard(Doors.ALL, PRINCIPALS, false);
    private final Guard open = new Guard(Doors.ALL, PRINCIPALS, true);

    /** Tokens of this test are the words of a role, alone for staff and after a tenant for its people. */
    private static Optional<Identity> whose(String token) {
        int slash = token.indexOf('/');
        Optional<Identity> named = Role.of(token.substring(slash + 1))
                .map(role -> new Identity(role.word(), Set.of(role), slash < 0 ? "" : token.substring(0, slash)));
        return switch (token) {
            case "token-of-a-reader" -> Optional.of(READER);
            case "token-of-a-sender" -> Optional.of(new Identity("ingest", Set.of(Role.INGEST), ""));
            case "token-of-an-operator" -> Optional.of(new Identity("admin", Set.of(Role.ADMINISTRATOR), ""));
            default -> named;
        };
    }

    /** Every role at every door: what each may do, and nothing else. */
    @ParameterizedTest
    @MethodSource("walk")
    void opensToWhomItShould(Walk door) {
        assertThat(status(guard, door, new HttpHeaders()))
                .as("%s: nobody", door)
                .isEqualTo(door.open() ? 200 : 401);
        for (Role role : Role.values()) {
            int staff = door.open() || door.roles().contains(role) ? 200 : 403;
            assertThat(status(guard, door, bearer(role.word())))
                    .as("%s: %s", door, role)
                    .isEqualTo(staff);
            assertThat(status(guard, door, bearer("acme/" + role.word())))
                    .as("%s: %s of a tenant", door, role)
                    .isEqualTo(door.open() || door.tenants() ? staff : 403);
        }
    }

    static List<Walk> walk() {
        return DoorTable.WALK;
    }

    /** The description of the API is the list of what there is; a door that is described must be walked. */
    @Test
    void everyDescribedDoorIsWalked() throws IOException {
        Set<String> walked = new TreeSet<>();
        DoorTable.WALK.forEach(door -> walked.add(door.method() + " " + door.path()));
        assertThat(walked).containsAll(DoorTable.described());
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
        assertThat(guard.decide("POST", path, bearer("token-of-an-operator")))
                .isInstanceOfSatisfying(
                        Decision.Pass.class,
                        pass -> assertThat(pass.identity()).extracting("name").isEqualTo("admin"));
    }

    private static final class Wordly implements Principals {
        @Override
        public Optional<Identity> byToken(String token) {
            return whose(token);
        }

        @Override
        public Optional<Identity> bySession(String secret) {
            return secret.equals("session-of-a-reader") ? Optional.of(READER) : Optional.empty();
        }

        @Override
        public Mono<Recognition> ask(Credential credential, String address) {
            return Mono.just(new Recognition.Unknown("nobody"));
        }
    }

    /** A browser sends a session's cookie with what pages of others do, too. */
    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/incidents,           ,            ,                       200",
        "GET,    /api/v1/incidents,           cross-site,  ,                       200",
        "DELETE, /api/v1/session,             same-origin, ,                       200",
        "DELETE, /api/v1/session,             ,            http://tidegate:8480,   200",
        "DELETE, /api/v1/session,             ,            https://TIDEGATE:8480,  200",
        "DELETE, /api/v1/session,             ,            ,                       403",
        "DELETE, /api/v1/session,             same-site,   http://tidegate:8480,   403",
        "DELETE, /api/v1/session,             none,        ,                       403",
        "DELETE, /api/v1/session,             ,            http://tidegate:8481,   403",
        "DELETE, /api/v1/session,             ,            http://evil.example,    403",
        "DELETE, /api/v1/session,             ,            null,                   403",
        "DELETE, /api/v1/session,             cross-site,  http://evil.example,    403",
    })
    void aSessionChangesThingsFromItsOwnPagesOnly(
            String method, String path, String site, String origin, int expected) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.HOST, "tidegate:8480");
        headers.set(HttpHeaders.COOKIE, "other=1; tidegate=session-of-a-reader");
        if (site != null) {
            headers.set("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            headers.set(HttpHeaders.ORIGIN, origin);
        }
        assertThat(status(guard, method, path, headers)).isEqualTo(expected);
        headers.set(HttpHeaders.COOKIE, "tidegate=session-of-nobody");
        assertThat(status(guard, "GET", path, headers)).isEqualTo(401);
    }

    private static int status(Guard guard, String method, String path, HttpHeaders headers) {
        return switch (guard.decide(method, PathContainer.parsePath(path), headers)) {
            case Decision.Pass unused -> 200;
            case Decision.Ask unused -> 401;
            case Decision.Unknown unused -> 401;
            case Decision.Later unused -> 429;
            case Decision.Forbidden unused -> 403;
        };
    }

    private static int status(Guard guard, Walk door, HttpHeaders headers) {
        return status(guard, door.method(), door.path().replaceAll("\\{[^}]*}", "x1"), headers);
    }

    private static HttpHeaders bearer(String token) {
        return authorization("Bearer " + token);
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
}
