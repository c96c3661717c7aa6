package dev.tidegate.gateway.people.http;

import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.Accounts;
import dev.tidegate.gateway.people.PeopleRules;
import dev.tidegate.gateway.people.flow.PasswordDesk;
import dev.tidegate.gateway.people.flow.RegisterFeed;
import dev.tidegate.gateway.people.flow.Secrets;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.gateway.security.Addresses;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Recognition;
import dev.tidegate.gateway.security.Role;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.rollout.audit.AuditEntry;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Adding people, and changing what they may do. */
final class UserHandlers {
    private final Accounts accounts;
    private final RegisterFeed feed;
    private final PasswordDesk desk;
    private final Secrets secrets;
    private final InstantSource clock;

    UserHandlers(Accounts accounts, RegisterFeed feed, PasswordDesk desk, Secrets secrets, InstantSource clock) {
        this.accounts = accounts;
        this.feed = feed;
        this.desk = desk;
        this.secrets = secrets;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return accounts.all()
                .flatMap(all -> PeopleJson.list(
                        "users", all.stream().map(PeopleJson::account).toList()));
    }

    Mono<ServerResponse> add(ServerRequest request) {
        return Mono.zip(JsonBody.of(request, Set.of("name", "roles", "tenant", "password")), Who.asks(request))
                .flatMap(both -> add(both.getT1(), both.getT2()));
    }

    private Mono<ServerResponse> add(JsonBody body, Identity by) {
        String name = body.required("name");
        String tenant = body.text("tenant").orElse("");
        Set<Role> roles = body.roles("roles").orElse(Set.of());
        Optional<String> chosen = body.text("password");
        if (!name.isEmpty()) {
            body.fault("name", PeopleRules.name(name));
        }
        body.fault("tenant", PeopleRules.tenant(tenant));
        body.fault("roles", PeopleRules.roles(roles, tenant));
        chosen.ifPresent(password -> body.fault("password", PeopleRules.password(password, name)));
        body.check();
        Instant now = clock.instant();
        return chosen.map(Mono::just)
                .orElseGet(secrets::password)
                .flatMap(password -> desk.hash(password)
                        .map(hash -> new Account(name, tenant, roles, hash, false, now, by.name()))
                        .flatMap(account -> accounts.add(account, entry(account, "user.added", by, now))
                                .filter(added -> added)
                                .switchIfEmpty(conflict("there is somebody of the name " + name
                                        + " already, or there are too many people"))
                                .then(feed.refresh())
                                .then(created(account, chosen.isPresent() ? null : password))));
    }

    private static Mono<ServerResponse> created(Account account, @Nullable String generated) {
        Map<String, @Nullable Object> document = PeopleJson.account(account);
        if (generated != null) {
            document.put("password", generated);
        }
        return PeopleJson.answer(ServerResponse.created(URI.create("/api/v1/users/" + account.name())), document);
    }

    Mono<ServerResponse> change(ServerRequest request) {
        return Mono.zip(
                        JsonBody.of(request, Set.of("roles", "tenant", "disabled")),
                        Who.asks(request),
                        found(request.pathVariable("name")))
                .flatMap(all -> {
                    JsonBody body = all.getT1();
                    Account before = all.getT3();
                    String tenant = body.text("tenant").orElse(before.tenant());
                    Set<Role> roles = body.roles("roles").orElse(before.roles());
                    body.fault("tenant", PeopleRules.tenant(tenant));
                    body.fault("roles", PeopleRules.roles(roles, tenant));
                    boolean disabled = body.flag("disabled").orElse(before.disabled());
                    body.check();
                    return change(before, before.with(tenant, roles, disabled), all.getT2());
                });
    }

    Mono<ServerResponse> disable(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(Who.asks(request), found(request.pathVariable("name")))
                .flatMap(both -> change(
                        both.getT2(),
                        both.getT2().with(both.getT2().tenant(), both.getT2().roles(), true),
                        both.getT1()));
    }

    private Mono<ServerResponse> change(Account before, Account after, Identity by) {
        if (before.name().equals(by.name())) {
            return conflict("nobody changes their own rights: another administrator does");
        }
        String action = after.disabled() && !before.disabled() ? "user.disabled" : "user.changed";
        return accounts.change(after, entry(after, action, by, clock.instant()))
                .then(feed.refresh())
                .then(PeopleJson.answer(ServerResponse.ok(), PeopleJson.account(after)));
    }

    /** Their own with the present one, or anybody's by an administrator of our own staff. */
    Mono<ServerResponse> password(ServerRequest request) {
        String name = request.pathVariable("name");
        return Mono.zip(JsonBody.of(request, Set.of("password", "current")), Who.asks(request))
                .flatMap(both -> {
                    JsonBody body = both.getT1();
                    Identity by = both.getT2();
                    boolean own = by.name().equals(name);
                    if (!own && !(by.staff() && by.may(Role.ADMINISTRATOR))) {
                        return Mono.error(new ProblemException(Problem.of(
                                ProblemKind.FORBIDDEN, "another's password is changed by an administrator only")));
                    }
                    Optional<String> chosen = body.text("password");
                    chosen.ifPresent(password -> body.fault("password", PeopleRules.password(password, name)));
                    String current = own ? body.required("current") : "";
                    body.check();
                    return found(name)
                            .flatMap(account -> proven(
                                            own,
                                            name,
                                            current,
                                            Addresses.of(request.exchange().getRequest()))
                                    .then(chosen.map(Mono::just).orElseGet(secrets::password))
                                    .flatMap(password -> set(account, password, chosen.isEmpty(), by)));
                });
    }

    private Mono<Boolean> proven(boolean own, String name, String current, String address) {
        return own
                ? desk.check(name, current, address).flatMap(recognition -> switch (recognition) {
                    case Recognition.Known unused -> Mono.just(true);
                    case Recognition.Unknown unused ->
                        Mono.error(new ProblemException(
                                Problem.of(ProblemKind.FORBIDDEN, "\"current\" is not the present password")));
                    case Recognition.Later later -> Mono.error(SessionHandlers.later(later));
                })
                : Mono.just(true);
    }

    private Mono<ServerResponse> set(Account account, String password, boolean generated, Identity by) {
        AuditEntry entry =
                new AuditEntry(clock.instant(), by.name(), account.tenant(), "user.password", account.name(), "{}");
        return desk.hash(password)
                .flatMap(hash -> accounts.password(account.name(), hash, entry))
                .then(feed.refresh())
                .then(Mono.defer(() -> {
                    Map<String, @Nullable Object> document = PeopleJson.account(account);
                    if (generated) {
                        document.put("password", password);
                    }
                    return PeopleJson.answer(ServerResponse.ok(), document);
                }));
    }

    private Mono<Account> found(String name) {
        return accounts.one(name)
                .switchIfEmpty(Mono.error(
                        () -> new ProblemException(Problem.notFound("there is nobody of the name \"" + name + "\""))));
    }

    private static AuditEntry entry(Account account, String action, Identity by, Instant now) {
        return new AuditEntry(
                now,
                by.name(),
                account.tenant(),
                action,
                account.name(),
                PeopleJson.rights(account.tenant(), account.roles(), account.disabled()));
    }

    static <T> Mono<T> conflict(String detail) {
        return Mono.error(() -> new ProblemException(Problem.conflict(detail)));
    }
}
