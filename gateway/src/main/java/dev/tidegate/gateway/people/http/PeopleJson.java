package dev.tidegate.gateway.people.http;

import dev.tidegate.gateway.people.AccessToken;
import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.PeopleRules;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** People and tokens as JSON; a secret only where it was just made. */
final class PeopleJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private PeopleJson() {}

    static Map<String, @Nullable Object> me(Identity identity) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("name", identity.name());
        out.put("tenant", identity.tenant());
        out.put("roles", PeopleRules.sorted(identity.roles()));
        return out;
    }

    static Map<String, @Nullable Object> account(Account account) {
        Map<String, @Nullable Object> out = me(account.identity());
        out.put("disabled", account.disabled());
        out.put("createdAt", account.createdAt().toString());
        out.put("createdBy", account.createdBy());
        return out;
    }

    static Map<String, @Nullable Object> token(AccessToken token) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("id", token.id());
        out.put("user", token.person());
        out.put("name", token.label());
        out.put("roles", PeopleRules.sorted(token.roles()));
        out.put("createdAt", token.createdAt().toString());
        out.put("createdBy", token.createdBy());
        out.put("expiresAt", text(token.expiresAt()));
        out.put("revokedAt", text(token.revokedAt()));
        out.put("usedOn", text(token.usedOn()));
        return out;
    }

    /** For the audit. */
    static String rights(String tenant, Set<Role> roles, boolean disabled) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("tenant", tenant);
        out.put("roles", PeopleRules.sorted(roles));
        out.put("disabled", disabled);
        return detail(out);
    }

    static String detail(Map<String, ? extends @Nullable Object> fields) {
        return JSON.writeValueAsString(fields);
    }

    static Mono<ServerResponse> list(String name, List<Map<String, @Nullable Object>> items) {
        return answer(ServerResponse.ok(), Map.of(name, items));
    }

    /** Nothing of this is for a cache to keep. */
    static Mono<ServerResponse> answer(
            ServerResponse.BodyBuilder response, Map<String, ? extends @Nullable Object> document) {
        return response.cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsBytes(document));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
