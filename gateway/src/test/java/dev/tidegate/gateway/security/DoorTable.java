package dev.tidegate.gateway.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** Who may go where, written down a second time, by hand. */
public final class DoorTable {
    private static final Set<String> VERBS = Set.of("get", "post", "put", "patch", "delete");

    /**
     * A row.
     *
     * @param roles may; nobody is asked when {@code open}
     * @param tenants whether people of a tenant may too
     */
    public record Walk(String method, String path, Set<Role> roles, boolean tenants, boolean open) {
        /** Method, path, {@code tenants} or {@code staff}, and {@code open}, {@code people}, {@code all} or words of roles. */
        static Walk of(String row) {
            String[] words = row.strip().split("\\s+");
            boolean open = words[3].equals("open");
            EnumSet<Role> roles = EnumSet.noneOf(Role.class);
            for (String word : Arrays.asList(words).subList(3, words.length)) {
                switch (word) {
                    case "open" -> {}
                    case "all" -> roles.addAll(EnumSet.allOf(Role.class));
                    case "people" -> roles.addAll(EnumSet.complementOf(EnumSet.of(Role.INGEST)));
                    default -> roles.add(Role.of(word).orElseThrow());
                }
            }
            return new Walk(words[0], words[1], roles, words[2].equals("tenants"), open);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public static final List<Walk> WALK = """
        GET    /actuator/health                       staff   open
        GET    /actuator/health/readiness             staff   open
        GET    /actuator/health/liveness              staff   open
        GET    /-/healthy                             staff   open
        HEAD   /-/healthy                             staff   open
        GET    /-/ready                               staff   open
        GET    /                                      staff   open
        GET    /ui/app.js                             staff   open
        GET    /favicon.ico                           staff   open
        GET    /webjars/swagger-ui/swagger-ui.css     staff   open
        GET    /actuator/prometheus                   staff   people
        GET    /actuator                              staff   people
        POST   /actuator/health                       staff   administrator
        POST   /                                      staff   administrator
        POST   /api/v2/alerts                         tenants ingest administrator
        POST   /api/v1/alerts                         tenants ingest administrator
        POST   /alert                                 tenants ingest administrator
        POST   /api/alert                             tenants ingest administrator
        POST   /webhooks/prometheus                   tenants ingest administrator
        POST   /api/webhooks/prometheus               tenants ingest administrator
        POST   /api/v1/webhook/alertmanager           tenants ingest administrator
        POST   /api/v1/webhooks/alertmanager          tenants ingest administrator
        POST   /api/v1/webhooks/grafana               tenants ingest administrator
        POST   /api/v1/webhooks/gerrit/{server}       tenants ingest administrator
        POST   /api/v2/alerts/                        staff   administrator
        PUT    /api/v2/alerts                         staff   administrator
        GET    /api/v2/alerts                         tenants people
        GET    /api/v2/alerts/groups                  tenants people
        GET    /api/v2/receivers                      staff   people
        GET    /api/v2/status                         staff   people
        GET    /api/v2/silences                       tenants people
        POST   /api/v2/silences                       tenants responder support-engineer administrator
        GET    /api/v2/silence/{id}                   tenants people
        DELETE /api/v2/silence/{id}                   tenants responder support-engineer administrator
        GET    /api/v1/alerts                         tenants people
        GET    /api/v1/alerts/stream                  tenants people
        GET    /api/v1/incidents                      tenants people
        HEAD   /api/v1/incidents                      tenants people
        GET    /api/v1/incidents/counts               tenants people
        GET    /api/v1/incidents/arrivals             tenants people
        GET    /api/v1/topology                       staff   people
        GET    /api/v1/incidents/stream               tenants people
        GET    /api/v1/incidents/{id}                 tenants people
        GET    /api/v1/incidents/{id}/members         tenants people
        GET    /api/v1/incidents/{id}/members/counts  tenants people
        GET    /api/v1/incidents/{id}/nodes           tenants people
        GET    /api/v1/incidents/{id}/timeline        tenants people
        GET    /api/v1/incidents/{id}/stream          tenants people
        POST   /api/v1/incidents/{id}/acknowledge     tenants responder support-engineer administrator
        POST   /api/v1/incidents/{id}/unacknowledge   tenants responder support-engineer administrator
        POST   /api/v1/incidents/{id}/resolve         tenants responder support-engineer administrator
        POST   /api/v1/incidents/{id}/merge           tenants responder support-engineer administrator
        POST   /api/v1/incidents/{id}/split           tenants responder support-engineer administrator
        POST   /api/v1/incidents/{id}/comment         tenants responder support-engineer administrator
        GET    /api/v1/watches                        tenants people
        POST   /api/v1/watches                        tenants monitor executor support-engineer administrator
        GET    /api/v1/watches/{id}                   tenants people
        GET    /api/v1/watches/{id}/verdicts          tenants people
        DELETE /api/v1/watches/{id}                   tenants monitor executor support-engineer administrator
        GET    /api/v1/watches/{id}/stream            tenants people
        GET    /api/v1/fleet                          tenants people
        GET    /api/v1/calendars                      tenants people
        PUT    /api/v1/calendars                      tenants support-engineer customer-success-manager administrator
        GET    /api/v1/changes                        tenants people
        POST   /api/v1/changes                        tenants responder support-engineer executor
        GET    /api/v1/changes/{id}                   tenants people
        GET    /api/v1/changes/{id}/diff              tenants people
        PUT    /api/v1/changes/{id}                   staff   administrator
        POST   /api/v1/changes/{id}/revisions         tenants responder support-engineer executor
        GET    /api/v1/changes/risk-calibration       staff   people
        GET    /api/v1/changes/waiting                tenants people
        POST   /api/v1/changes/{id}/approvals         tenants validator support-engineer customer-approver
        POST   /api/v1/changes/{id}/emergency         tenants executor administrator
        POST   /api/v1/changes/{id}/emergency/review  tenants validator support-engineer customer-success-manager administrator
        GET    /api/v1/changes/{id}/staging           tenants people
        POST   /api/v1/changes/{id}/staging           tenants validator executor support-engineer
        GET    /api/v1/rollouts                       tenants people
        GET    /api/v1/rollouts/stream                tenants people
        POST   /api/v1/rollouts                       tenants executor
        GET    /api/v1/rollouts/{id}                  tenants people
        GET    /api/v1/rollouts/{id}/stream           tenants people
        GET    /api/v1/rollouts/{id}/health           tenants people
        GET    /api/v1/rollouts/{id}/story            tenants people
        POST   /api/v1/rollouts/{id}/hold             tenants executor monitor administrator
        POST   /api/v1/rollouts/{id}/pull-back        tenants executor monitor administrator
        POST   /api/v1/rollouts/{id}/abort            tenants executor administrator
        POST   /api/v1/rollouts/{id}/resume           tenants executor
        POST   /api/v1/rollouts/{id}/monitor          tenants monitor
        POST   /api/v1/session                        staff   open
        DELETE /api/v1/session                        tenants all
        GET    /api/v1/me                             tenants all
        GET    /api/v1/users                          staff   administrator
        POST   /api/v1/users                          staff   administrator
        PATCH  /api/v1/users/{name}                   staff   administrator
        DELETE /api/v1/users/{name}                   staff   administrator
        POST   /api/v1/users/{name}/password          tenants all
        GET    /api/v1/tokens                         tenants all
        POST   /api/v1/tokens                         tenants all
        DELETE /api/v1/tokens/{id}                    tenants all
        GET    /api/v1/audit                          tenants people
        GET    /api/v1/audit/verify                   staff   people
        GET    /v3/api-docs                           tenants people
        GET    /v3/api-docs.yaml                      tenants people
        GET    /api-docs                              tenants people
        GET    /somewhere/new                         staff   people
        PATCH  /somewhere/new                         staff   administrator
        TRACE  /api/v2/alerts                         staff   administrator
        """.lines().map(Walk::of).toList();

    private DoorTable() {}

    /** Every {@code METHOD /path} that a file of the API's description has. */
    static Set<String> described() throws IOException {
        Set<String> out = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("../gateway/src/main/resources/openapi"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Map<?, ?> document = new Yaml().load(Files.readString(file));
                if (document.get("paths") instanceof Map<?, ?> paths) {
                    paths.forEach((path, verbs) -> ((Map<?, ?>) verbs)
                            .keySet().stream()
                                    .map(String::valueOf)
                                    .filter(VERBS::contains)
                                    .forEach(verb -> out.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
                }
            }
        }
        return out;
    }
}
