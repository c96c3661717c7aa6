package dev.tidegate.gateway.people.http;

import dev.tidegate.gateway.people.Accounts;
import dev.tidegate.gateway.people.Sessions;
import dev.tidegate.gateway.people.Tokens;
import dev.tidegate.gateway.people.flow.PasswordDesk;
import dev.tidegate.gateway.people.flow.RegisterFeed;
import dev.tidegate.gateway.people.flow.Secrets;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.security.Principals;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;

/** {@code /api/v1/users}, {@code /api/v1/tokens}, {@code /api/v1/session} and {@code /api/v1/me}. */
public final class PeopleDoors implements Doorway {
    private final UserHandlers users;
    private final TokenHandlers tokens;
    private final SessionHandlers sessions;

    /** Where people, tokens and sessions are kept. */
    public record Stores(Accounts accounts, Tokens tokens, Sessions sessions) {}

    public PeopleDoors(
            Stores stores,
            Principals principals,
            RegisterFeed feed,
            PasswordDesk desk,
            Secrets secrets,
            InstantSource clock) {
        users = new UserHandlers(stores.accounts(), feed, desk, secrets, clock);
        tokens = new TokenHandlers(stores.tokens(), stores.accounts(), feed, secrets, clock);
        sessions = new SessionHandlers(principals, stores.sessions(), feed, secrets, clock);
    }

    @Override
    public List<Door> doors() {
        return List.of(
                Door.get("/api/v1/me", sessions::me),
                new Door(
                        "/api/v1/session",
                        Map.of(HttpMethod.POST, sessions::open, HttpMethod.DELETE, sessions::close),
                        Set.of()),
                new Door("/api/v1/users", Map.of(HttpMethod.GET, users::list, HttpMethod.POST, users::add), Set.of()),
                new Door(
                        "/api/v1/users/{name}",
                        Map.of(HttpMethod.PATCH, users::change, HttpMethod.DELETE, users::disable),
                        Set.of()),
                Door.post("/api/v1/users/{name}/password", users::password),
                new Door(
                        "/api/v1/tokens",
                        Map.of(HttpMethod.GET, tokens::list, HttpMethod.POST, tokens::create),
                        Set.of()),
                new Door("/api/v1/tokens/{id}", Map.of(HttpMethod.DELETE, tokens::revoke), Set.of()));
    }
}
