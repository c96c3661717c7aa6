package dev.tidegate.gateway.people.http;

import dev.tidegate.gateway.people.OpenSession;
import dev.tidegate.gateway.people.Sessions;
import dev.tidegate.gateway.people.flow.KnownPeople;
import dev.tidegate.gateway.people.flow.RegisterFeed;
import dev.tidegate.gateway.people.flow.Secrets;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.gateway.security.Addresses;
import dev.tidegate.gateway.security.Credential;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Principals;
import dev.tidegate.gateway.security.Recognition;
import dev.tidegate.gateway.security.SameOrigin;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.rollout.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Signing in and out, for browsers. */
final class SessionHandlers {
    private final Principals principals;
    private final Sessions sessions;
    private final RegisterFeed feed;
    private final Secrets secrets;
    private final InstantSource clock;

    SessionHandlers(Principals principals, Sessions sessions, RegisterFeed feed, Secrets secrets, InstantSource clock) {
        this.principals = principals;
        this.sessions = sessions;
        this.feed = feed;
        this.secrets = secrets;
        this.clock = clock;
    }

    Mono<ServerResponse> me(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Who.asks(request).flatMap(identity -> PeopleJson.answer(ServerResponse.ok(), PeopleJson.me(identity)));
    }

    Mono<ServerResponse> open(ServerRequest request) {
        if (!SameOrigin.possible(request.headers().asHttpHeaders())) {
            return Mono.error(new ProblemException(
                    Problem.of(ProblemKind.FORBIDDEN, "pages of others cannot sign anybody in here")));
        }
        return JsonBody.of(request, Set.of("name", "password", "token")).flatMap(body -> {
            Optional<String> token = body.text("token");
            Credential shown = token.isPresent()
                    ? new Credential.Token(token.get())
                    : new Credential.Password(body.required("name"), body.required("password"));
            body.check();
            return principals
                    .ask(shown, Addresses.of(request.exchange().getRequest()))
                    .flatMap(recognition -> switch (recognition) {
                        case Recognition.Known known -> open(request, known.identity(), shown);
                        case Recognition.Unknown unused ->
                            Mono.error(new ProblemException(Problem.of(
                                    ProblemKind.UNAUTHORIZED,
                                    token.isPresent()
                                            ? "this token is not known here"
                                            : "this name and password are not known here")));
                        case Recognition.Later later -> Mono.error(later(later));
                    });
        });
    }

    static ProblemException later(Recognition.Later later) {
        return new ProblemException(
                Problem.of(later.kind(), later.why()), Map.of(HttpHeaders.RETRY_AFTER, later.seconds()));
    }

    private Mono<ServerResponse> open(ServerRequest request, Identity identity, Credential shown) {
        Instant now = clock.instant();
        Instant end = now.plus(OpenSession.LASTS);
        @Nullable
        String token = switch (shown) {
            case Credential.Token text -> KnownPeople.hex(text.text());
            case Credential.Password pair ->
                principals.byToken(pair.password()).isPresent() ? KnownPeople.hex(pair.password()) : null;
            case Credential.None unused -> null;
            case Credential.Session unused -> null;
        };
        return secrets.secret()
                .flatMap(secret -> sessions.open(
                                new OpenSession(
                                        KnownPeople.hex(secret),
                                        token == null ? identity.name() : null,
                                        token,
                                        now,
                                        end),
                                entry(identity, "session.opened", now))
                        .then(feed.refresh())
                        .then(Mono.defer(() -> {
                            Map<String, @Nullable Object> document = PeopleJson.me(identity);
                            document.put("expiresAt", end.toString());
                            return PeopleJson.answer(
                                    ServerResponse.status(201).cookie(cookie(request, secret, OpenSession.LASTS)),
                                    document);
                        })));
    }

    Mono<ServerResponse> close(ServerRequest request) {
        @Nullable HttpCookie cookie = request.cookies().getFirst(Credential.COOKIE);
        Mono<Boolean> closed = cookie == null
                ? Mono.just(false)
                : Who.asks(request)
                        .flatMap(who -> sessions.close(
                                KnownPeople.hex(cookie.getValue()), entry(who, "session.closed", clock.instant())))
                        .flatMap(gone -> feed.refresh().thenReturn(gone));
        return closed.then(ServerResponse.noContent()
                .cookie(cookie(request, "", Duration.ZERO))
                .build());
    }

    /** Of no use to scripts and to pages of others; over TLS, also when a proxy ends it, never sent without. */
    private static ResponseCookie cookie(ServerRequest request, String secret, Duration lasts) {
        boolean secure = "https".equals(request.uri().getScheme())
                || "https".equals(request.headers().firstHeader("X-Forwarded-Proto"));
        return ResponseCookie.from(Credential.COOKIE, secret)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .path("/")
                .maxAge(lasts)
                .build();
    }

    private static AuditEntry entry(Identity who, String action, Instant now) {
        return new AuditEntry(now, who.name(), who.tenant(), action, who.name(), "{}");
    }
}
