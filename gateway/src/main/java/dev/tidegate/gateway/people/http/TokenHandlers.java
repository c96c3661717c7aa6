package dev.tidegate.gateway.people.http;

import dev.tidegate.gateway.people.AccessToken;
import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.Accounts;
import dev.tidegate.gateway.people.PeopleRules;
import dev.tidegate.gateway.people.Register;
import dev.tidegate.gateway.people.Tokens;
import dev.tidegate.gateway.people.flow.KnownPeople;
import dev.tidegate.gateway.people.flow.RegisterFeed;
import dev.tidegate.gateway.people.flow.Secrets;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Role;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.rollout.audit.AuditEntry;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Making, listing and revoking tokens: people their own, administrators everybody's. */
final class TokenHandlers {
    private static final int ID_DIGITS = 12;

    private final Tokens tokens;
    private final Accounts accounts;
    private final RegisterFeed feed;
    private final Secrets secrets;
    private final InstantSource clock;

    TokenHandlers(Tokens tokens, Accounts accounts, RegisterFeed feed, Secrets secrets, InstantSource clock) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.feed = feed;
        this.secrets = secrets;
        this.clock = clock;
    }

    private static boolean administrates(Identity who) {
        return who.staff() && who.may(Role.ADMINISTRATOR);
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        @Nullable String user = parameters.text("user", 100);
        parameters.check();
        return Who.asks(request)
                .flatMap(who -> tokens.of(administrates(who) ? Objects.requireNonNullElse(user, "") : who.name()))
                .flatMap(all -> PeopleJson.list(
                        "tokens", all.stream().map(PeopleJson::token).toList()));
    }

    Mono<ServerResponse> create(ServerRequest request) {
        return Mono.zip(JsonBody.of(request, Set.of("user", "name", "roles", "expires")), Who.asks(request))
                .flatMap(both -> create(both.getT1(), both.getT2()));
    }

    private Mono<ServerResponse> create(JsonBody body, Identity by) {
        String person = body.text("user").orElse(by.name());
        String label = body.text("name").orElse("");
        Optional<Set<Role>> asked = body.roles("roles");
        Instant now = clock.instant();
        Optional<Instant> expires = Lifetime.of(body, "expires", now);
        body.fault("name", PeopleRules.label(label));
        body.check();
        if (!person.equals(by.name()) && !administrates(by)) {
            return Mono.error(new ProblemException(
                    Problem.of(ProblemKind.FORBIDDEN, "tokens of others are made by an administrator only")));
        }
        return accounts.one(person)
                .filter(account -> !account.disabled())
                .switchIfEmpty(UserHandlers.conflict(
                        "tokens are made for people, and \"" + person + "\" is none who may sign in; name one as user"))
                .flatMap(account -> {
                    Set<Role> most = most(account, by);
                    Set<Role> roles = asked.orElse(most);
                    if (roles.isEmpty() || !most.containsAll(roles)) {
                        return UserHandlers.conflict("a token of " + person + " made by " + by.name()
                                + " can have the roles " + PeopleRules.words(most));
                    }
                    return secrets.token().flatMap(secret -> write(secret, account, label, roles, expires, by, now));
                });
    }

    /** Nobody makes themselves a token that can do more than what they made it with. */
    private static Set<Role> most(Account account, Identity by) {
        EnumSet<Role> most = EnumSet.noneOf(Role.class);
        most.addAll(account.roles());
        if (account.name().equals(by.name())) {
            most.retainAll(by.roles());
        }
        return most;
    }

    private Mono<ServerResponse> write(
            String secret,
            Account account,
            String label,
            Set<Role> roles,
            Optional<Instant> expires,
            Identity by,
            Instant now) {
        String hash = KnownPeople.hex(secret);
        AccessToken token = new AccessToken(
                hash.substring(0, ID_DIGITS),
                hash,
                account.name(),
                label,
                roles,
                now,
                by.name(),
                expires.orElse(null),
                null,
                null);
        return tokens.add(token, entry("token.created", account.tenant(), token, by, now))
                .filter(added -> added)
                .switchIfEmpty(UserHandlers.conflict(account.name() + " has " + Register.MAX_TOKENS_OF_ONE
                        + " tokens already; revoke one that is not used"))
                .then(feed.refresh())
                .then(Mono.defer(() -> {
                    Map<String, @Nullable Object> document = PeopleJson.token(token);
                    document.put("token", secret);
                    return PeopleJson.answer(
                            ServerResponse.created(URI.create("/api/v1/tokens/" + token.id())), document);
                }));
    }

    Mono<ServerResponse> revoke(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        String id = request.pathVariable("id");
        return Who.asks(request)
                .flatMap(by -> tokens.of(administrates(by) ? "" : by.name())
                        .flatMap(all -> Mono.justOrEmpty(all.stream()
                                .filter(token -> token.id().equals(id))
                                .findFirst()))
                        .switchIfEmpty(Mono.error(() ->
                                new ProblemException(Problem.notFound("there is no token \"" + id + "\" of yours"))))
                        .flatMap(token -> revoke(token, by)));
    }

    private Mono<ServerResponse> revoke(AccessToken token, Identity by) {
        Instant now = clock.instant();
        return accounts.one(token.person())
                .flatMap(account ->
                        tokens.revoke(token.id(), now, entry("token.revoked", account.tenant(), token, by, now)))
                .then(feed.refresh())
                .then(ServerResponse.noContent().build());
    }

    private static AuditEntry entry(String action, String tenant, AccessToken token, Identity by, Instant now) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("user", token.person());
        detail.put("name", token.label());
        detail.put("roles", PeopleRules.sorted(token.roles()));
        detail.put(
                "expiresAt",
                token.expiresAt() == null ? null : token.expiresAt().toString());
        return new AuditEntry(now, by.name(), tenant, action, token.id(), PeopleJson.detail(detail));
    }
}
