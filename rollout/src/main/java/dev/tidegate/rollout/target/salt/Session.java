package dev.tidegate.rollout.target.salt;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.http.Calls;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A login that lives as long as salt-api does: its tokens are lost when it restarts. A 401 therefore means two things, and
 * only a login tells them apart: the token is gone, or the user may not do this.
 */
final class Session {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SaltSettings settings;
    private final Calls calls;
    private final AtomicReference<@Nullable Mono<String>> current = new AtomicReference<>();
    private volatile String valid = "";

    Session(SaltSettings settings, Calls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    /** The token; logs in when there is none, once for all who ask meanwhile. */
    Mono<String> token() {
        return Mono.defer(() -> {
            Mono<String> known = current.get();
            if (known != null) {
                return known;
            }
            Mono<String> login = login().doOnNext(token -> valid = token)
                    .doOnError(failure -> current.set(null))
                    .cache();
            return current.compareAndSet(null, login) ? login : token();
        });
    }

    /** This token is of no use any more. */
    void forget(String token) {
        if (valid.equals(token)) {
            valid = "";
            current.set(null);
        }
    }

    /** Makes a call with a token, and once more with a fresh one after a 401. */
    Mono<Answer> call(Function<String, Mono<Answer>> call) {
        return token().flatMap(token -> call.apply(token).flatMap(reply -> {
            if (reply.status() != 401) {
                return Mono.just(reply);
            }
            forget(token);
            return token().flatMap(call).flatMap(this::allowed);
        }));
    }

    private Mono<Answer> allowed(Answer reply) {
        if (reply.status() != 401) {
            return Mono.just(reply);
        }
        return Mono.error(new TargetException(calls.endpoint().title() + " has let " + settings.user()
                + " in but does not allow this call: " + Page.reason(reply)
                + " The master's external_auth has to allow its functions, @runner and @jobs"));
    }

    private Mono<String> login() {
        return Mono.fromCallable(this::credentials)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(body -> calls.call(HttpMethod.POST, "/login", SaltCalls.HEADERS, body))
                .map(this::token);
    }

    private byte[] credentials() {
        try {
            String password = Files.readString(settings.passwordFile()).strip();
            return JSON.writeValueAsBytes(
                    Map.of("username", settings.user(), "password", password, "eauth", settings.eauth()));
        } catch (IOException e) {
            throw new TargetException(
                    calls.endpoint().name() + ": the password file " + settings.passwordFile() + " cannot be read: "
                            + e,
                    e);
        }
    }

    private String token(Answer reply) {
        String title = calls.endpoint().title();
        if (reply.status() == 401) {
            throw new TargetException(title + " refuses the login of " + settings.user() + " by eauth "
                    + settings.eauth() + ": " + Page.reason(reply));
        }
        if (reply.status() != 200) {
            throw new TargetException(title + " answers a login with " + reply.status() + ": " + Page.reason(reply));
        }
        try {
            String token = JSON.readTree(reply.body(), 0, reply.length())
                    .path("return")
                    .path(0)
                    .path("token")
                    .asString("");
            if (!token.isEmpty()) {
                return token;
            }
        } catch (JacksonException notJson) {
            throw new TargetException(title + " answers a login with something else: " + reply.excerpt(), notJson);
        }
        throw new TargetException(title + " answers a login without a token: " + reply.excerpt());
    }
}
