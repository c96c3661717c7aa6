package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.gateway.door.Briefs;
import dev.tidegate.gateway.security.DoorTable;
import dev.tidegate.gateway.security.DoorTable.Walk;
import dev.tidegate.gateway.security.Role;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.r2dbc.R2dbcRolloutStore;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two tenants at one gateway: every door is tried by a person of one with what belongs to the other. */
@Tag("slow")
class TenantsIT {
    private static final String THEIRS = "umbrella";
    private static final String[] JSON = {"Content-Type", "application/json"};
    private static final List<Role> OF_TENANTS = List.of(
            Role.INGEST,
            Role.VIEWER,
            Role.RESPONDER,
            Role.VALIDATOR,
            Role.EXECUTOR,
            Role.MONITOR,
            Role.CUSTOMER_APPROVER);
    private static final SharedGateway GATEWAY = SharedGateway.get();

    /** A person of acme and one of umbrella, each with every role that a tenant's people can have. */
    private static Visitor mallory;

    private static Visitor uma;

    /** Ids of what is umbrella's, by what the door's path begins with. */
    private static Map<String, String> theirs = Map.of();

    @BeforeAll
    static void furnish() {
        mallory = person("mallory", "acme");
        uma = person("uma", THEIRS);
        String incident = uma.fire(THEIRS, "NodeDown");
        String watch = uma.made("/api/v1/watches", """
            {"name":"theirs","watched":["umbrella1"],"control":["umbrella2"],
             "policy":"signals:\\n- {name: alerts, incidents: severity=critical, limit: 0}\\n"}\
            """);
        String change = uma.made("/api/v1/changes", change(THEIRS));
        String token = uma.made("/api/v1/tokens", "{\"name\":\"" + THEIRS + " ci\"}");
        HttpResponse<String> calendar = GATEWAY.call(
                "PUT",
                "/api/v1/calendars",
                "admin",
                "{\"calendars\":[{\"name\":\"umbrella"
                        + " nights\",\"tenant\":\"umbrella\",\"zone\":\"Europe/Berlin\",\"rules\":[]}]}",
                JSON);
        assertThat(calendar.statusCode()).as(calendar.body()).isEqualTo(200);
        Brief rollout = Briefs.of("r-of-umbrella", THEIRS, "uma", List.of("umbrella1", "umbrella2"));
        assertThat(store().create(rollout, Briefs.begun(rollout)).block(Duration.ofSeconds(20)))
                .isEqualTo(true);
        theirs = Map.of(
                "/api/v1/incidents", incident,
                "/api/v1/watches", watch,
                "/api/v1/changes", change,
                "/api/v1/rollouts", rollout.id(),
                "/api/v1/tokens", token,
                "/api/v1/users", "uma",
                "/api/v2/silence", uma.silence("umbrella1"));
    }

    private static R2dbcRolloutStore store() {
        PostgresConnection at = GATEWAY.database();
        return new R2dbcRolloutStore(new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(at.host())
                .port(at.port())
                .database(at.database())
                .username(at.user())
                .password(at.password())
                .build()));
    }

    private static Visitor person(String name, String tenant) {
        String roles = String.join(
                "\",\"",
                (tenant.isEmpty()
                                ? Stream.of(Role.values()).filter(role -> role != Role.CUSTOMER_APPROVER)
                                : OF_TENANTS.stream())
                        .map(Role::word)
                        .toList());
        HttpResponse<String> added = GATEWAY.call("POST", "/api/v1/users", "admin", """
            {"name":"%s","tenant":"%s","roles":["%s"]}\
            """.formatted(name, tenant, roles));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        return Visitor.withToken(GATEWAY, "{\"user\":\"" + name + "\"}");
    }

    private static String change(String tenant) {
        return """
            {"title":"Raise the limit","reason":"too low","selector":"{name=\\"%s1\\"}","start":"%s",
             "origin":{"kind":"git","repository":"infra","revision":"%s"},"states":["nova"],
             "policy":"signals:\\n- {name: alerts, incidents: severity=critical, limit: 0}\\n"}\
            """.formatted(
                        tenant, Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS), "a".repeat(40));
    }

    /** What is right to say at a door, so that nothing but whose it is can be wrong. */
    private static String body(Walk door) {
        if (!door.method().equals("POST")) {
            return "";
        }
        String last = door.path().substring(door.path().lastIndexOf('/') + 1);
        return switch (last) {
            case "merge" -> "{\"into\":\"some-other\"}";
            case "split" -> "{\"fingerprints\":[\"00000000000000ff\"]}";
            case "comment" -> "{\"text\":\"seen\"}";
            case "revisions" -> change("acme");
            case "approvals" ->
                "{\"side\":\"customer\",\"hash\":\"x\",\"start\":\"2026-01-01T00:00:00Z\",\"granted\":true}";
            case "emergency" -> "{\"hash\":\"x\",\"reason\":\"all is down\"}";
            case "review" -> "{\"note\":\"fine\"}";
            case "hold", "pull-back", "abort" -> "{\"reason\":\"to try\"}";
            case "password" -> "{\"password\":\"correct horse battery\"}";
            default -> "";
        };
    }

    private static List<Walk> doors(boolean tenants, boolean aboutOne) {
        return DoorTable.WALK.stream()
                .filter(door -> !door.open() && door.tenants() == tenants)
                .filter(door -> door.path().contains("{") == aboutOne)
                // names one of the servers that everybody shares, and tells nothing of it
                .filter(door -> !door.path().endsWith("/gerrit/{server}"))
                .toList();
    }

    @Test
    void whatIsTheirsIsAsUnknownAtEveryDoor() {
        for (Walk door : doors(true, true)) {
            String kind = door.path().substring(0, door.path().indexOf("/{"));
            String id = theirs.getOrDefault(kind, "");
            assertThat(id).as("nothing of umbrella's is behind %s", door).isNotEmpty();
            String unknown = kind.endsWith("silence") ? UUID.randomUUID().toString() : "never-was";
            HttpResponse<String> known =
                    mallory.call(door.method(), door.path().replaceFirst("\\{\\w+}", id), body(door));
            HttpResponse<String> other =
                    mallory.call(door.method(), door.path().replaceFirst("\\{\\w+}", unknown), body(door));
            boolean may = OF_TENANTS.stream().anyMatch(door.roles()::contains);
            assertThat(known.statusCode())
                    .as("%s: %s", door, known.body())
                    .isEqualTo(may && !kind.endsWith("users") ? 404 : 403);
            assertThat(known.statusCode()).as("%s", door).isEqualTo(other.statusCode());
            assertThat(known.body()).as("%s", door).isEqualTo(other.body().replace(unknown, id));
        }
    }

    @Test
    void nothingOfTheirsIsInAnyListOrStream() {
        for (Walk door : doors(true, false)) {
            if (door.method().equals("GET") && !door.path().contains("api-docs")) {
                String query = door.path().endsWith("arrivals") ? "?id=" + theirs.get("/api/v1/incidents") : "";
                String shown = door.path().endsWith("stream")
                        ? String.join(
                                "\n",
                                GATEWAY.linesUntil(
                                        door.path(),
                                        mallory.authorization(),
                                        line -> line.contains("snapshot.end") || line.contains("heartbeat")))
                        : mallory.read(door.path() + query).toString();
                assertThat(shown)
                        .as("%s", door)
                        .doesNotContain(THEIRS)
                        .doesNotContain("r-of-")
                        .doesNotContain("uma\"");
            }
        }
        assertThat(uma.read("/api/v1/incidents").toString()).contains(THEIRS);
    }

    @Test
    void whatCannotBeKeptApartIsClosedAndSaysWhy() {
        for (Walk door : doors(false, false)) {
            if (door.method().equals("TRACE")) {
                continue; // is refused before anybody asks who calls
            }
            boolean may = OF_TENANTS.stream().anyMatch(door.roles()::contains);
            HttpResponse<String> answer = mallory.call(door.method(), door.path(), "");
            assertThat(answer.statusCode()).as("%s: %s", door, answer.body()).isIn(403, 405, 501);
            if (may && !door.method().equals("HEAD")) {
                assertThat(answer.body())
                        .as("%s", door)
                        .contains("this shows or changes things of all tenants, and mallory is of tenant acme");
            }
        }
    }

    @Test
    void countsAndTagsAreOfTheirOwnAndActionsFollowTheTenant() {
        JsonNode before = mallory.read("/api/v1/incidents/counts?site=umbrella");
        assertThat(before.path("total").asLong()).isZero();
        assertThat(before.path("byState").path("open").asLong()).isZero();
        String tag = mallory.call("GET", "/api/v1/incidents?site=umbrella", "")
                .headers()
                .firstValue("ETag")
                .orElse("");
        uma.fire(THEIRS, "NodeSlow");
        HttpResponse<String> same = GATEWAY.call(
                "GET",
                "/api/v1/incidents?site=umbrella",
                "",
                "",
                "Authorization",
                mallory.authorization(),
                "If-None-Match",
                tag);
        assertThat(same.statusCode()).as("nothing that is acme's has changed").isEqualTo(304);

        String mine = mallory.fire("acme", "NodeDown");
        assertThat(mallory.read("/api/v1/incidents/counts?site=acme")
                        .path("total")
                        .asLong())
                .isPositive();
        HttpResponse<String> taken = mallory.call("POST", "/api/v1/incidents/" + mine + "/acknowledge", "");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        HttpResponse<String> merged = mallory.call(
                "POST",
                "/api/v1/incidents/" + mine + "/merge",
                "{\"into\":\"" + theirs.get("/api/v1/incidents") + "\"}");
        assertThat(merged.statusCode()).as(merged.body()).isEqualTo(404);
        assertThat(uma.read("/api/v1/incidents/" + theirs.get("/api/v1/incidents"))
                        .path("state")
                        .asString(""))
                .isEqualTo("open");
    }

    @Test
    void aStreamTellsItsTenantsEventsOnly() {
        String last = "NodeRebooted";
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        CompletableFuture<List<String>> told = CompletableFuture.supplyAsync(() ->
                GATEWAY.linesUntil("/api/v1/alerts/stream", mallory.authorization(), line -> {
                    if (line.contains("snapshot.end")) {
                        begun.complete(true);
                    }
                    return line.contains(last);
                }));
        assertThat(begun.join()).isTrue();
        uma.fire(THEIRS, "DiskFull");
        mallory.fire("acme", last);
        List<String> lines = told.join();
        assertThat(lines).noneMatch(line -> line.contains("DiskFull") || line.contains(THEIRS));
        // who comes back is told the same from the table
        String begin = SharedGateway.json(lines.getFirst())
                .path("data")
                .path("position")
                .asString("");
        assertThat(GATEWAY.linesUntil(
                        "/api/v1/alerts/stream?lastEventId=" + begin,
                        mallory.authorization(),
                        line -> line.contains(last)))
                .noneMatch(line -> line.contains("DiskFull") || line.contains(THEIRS));
    }

    @Test
    void aTenantsSilenceIsForItsOwnAlerts() {
        String mine = mallory.silence("shared-2"); // a host that only umbrella's alerts have
        HttpResponse<String> sent = uma.call(
                "POST",
                "/api/v2/alerts",
                "[{\"labels\":{\"alertname\":\"NodeDown\",\"host\":\"shared-2\",\"cluster\":\"umbrella\"}}]");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        JsonNode alert = SharedGateway.json(GATEWAY.call(
                                "GET", "/api/v2/alerts?filter=host%3Dshared-2&filter=alertname%3DNodeDown", "read", "")
                        .body())
                .path(0);
        assertThat(alert.path("status").path("silencedBy").size())
                .as("%s", alert)
                .isZero();
        assertThat(mallory.read("/api/v2/silences").toString()).contains(mine);
        assertThat(uma.read("/api/v2/silences").toString()).doesNotContain(mine);
        JsonNode shownToStaff = SharedGateway.json(
                GATEWAY.call("GET", "/api/v2/silences", "read", "").body());
        assertThat(shownToStaff.toString()).contains(mine, theirs.get("/api/v2/silence"));
        String ours = SharedGateway.json(GATEWAY.call(
                                "POST",
                                "/api/v2/silences",
                                "admin",
                                """
                                {"matchers":[{"name":"host","value":"shared-2","isRegex":false}],
                                 "startsAt":"%s","endsAt":"%s","createdBy":"us","comment":"all"}\
                                """.formatted(Instant.now(), Instant.now().plusSeconds(3_600)),
                                JSON)
                        .body())
                .path("silenceID")
                .asString("");
        GATEWAY.await(
                "/api/v2/alerts?filter=host%3Dshared-2",
                "read", answer -> answer.body().contains(ours));
        assertThat(uma.call("GET", "/api/v2/silence/" + ours, "").statusCode())
                .as("what staff have silenced for all is staff's")
                .isEqualTo(404);
    }

    /** Each role alone, of ours, of their tenant and of another, at each door that steers a rollout. */
    @Test
    void everyRoleAtEveryDoorOfRollouts() {
        person("sam", "");
        List<Walk> doors = DoorTable.WALK.stream()
                .filter(door -> door.path().startsWith("/api/v1/rollouts/{id}/")
                        && door.method().equals("POST"))
                .toList();
        assertThat(doors).hasSize(5);
        Map<String, List<Role>> people = Map.of(
                "sam",
                        Stream.of(Role.values())
                                .filter(role -> role != Role.CUSTOMER_APPROVER)
                                .toList(),
                "uma", OF_TENANTS,
                "mallory", OF_TENANTS);
        for (String name : new TreeSet<>(people.keySet())) {
            for (Role role : people.getOrDefault(name, List.of())) {
                Visitor who =
                        Visitor.withToken(GATEWAY, "{\"user\":\"" + name + "\",\"roles\":[\"" + role.word() + "\"]}");
                for (Walk door : doors) {
                    HttpResponse<String> answer =
                            who.call("POST", door.path().replace("{id}", "r-of-umbrella"), body(door));
                    if (!door.roles().contains(role)) {
                        assertThat(answer.statusCode())
                                .as("%s as %s %s", door, name, role)
                                .isEqualTo(403);
                        assertThat(answer.body()).contains("this asks for the role ");
                    } else if (name.equals("mallory")) {
                        assertThat(answer.statusCode())
                                .as("%s as %s %s", door, name, role)
                                .isEqualTo(404);
                    } else {
                        assertThat(answer.statusCode())
                                .as("%s as %s %s: %s", door, name, role, answer.body())
                                .isIn(200, 202, 409);
                    }
                }
            }
        }
        GATEWAY.await(
                "/api/v1/rollouts/r-of-umbrella",
                "read",
                answer -> answer.body().contains("\"phase\":\"pulled-back\"")
                        || answer.body().contains("\"phase\":\"aborted\""));
    }
}
