package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** People at a gateway of their own: who may come in, for how long, and what is written down about it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class PeopleIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String[] SAME_SITE = {"Sec-Fetch-Site", "same-origin"};

    @TempDir
    static Path directory;

    private static OwnGateway ours;
    private static SharedGateway gateway;

    @BeforeAll
    static void open() {
        ours = new OwnGateway(directory);
        gateway = ours.serving();
        add("ann", "", "executor", "responder");
        add("carl", "acme", "viewer", "customer-approver");
        add("dora", "umbrella", "viewer");
    }

    @AfterAll
    static void close() {
        ours.close();
    }

    private static void add(String name, String tenant, String... roles) {
        HttpResponse<String> added = gateway.call(
                "POST", "/api/v1/users", "admin", """
                    {"name":"%s","tenant":"%s","roles":["%s"],"password":"%s"}\
                    """.formatted(name, tenant, String.join("\",\"", roles), PASSWORD));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(added.body()).doesNotContain(PASSWORD, "pbkdf2");
    }

    private static HttpResponse<String> as(String authorization, String method, String path, String body) {
        return gateway.call(method, path, "", body, "Authorization", authorization);
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode token(String body) {
        HttpResponse<String> made = gateway.call("POST", "/api/v1/tokens", "admin", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return SharedGateway.json(made.body());
    }

    @Test
    void aPersonsTokenDoesWhatItIsForUntilItIsRevoked() {
        JsonNode made = token("{\"user\":\"ann\",\"name\":\"ci\",\"roles\":[\"executor\"],\"expires\":\"90d\"}");
        String bearer = "Bearer " + made.path("token").asString("");
        assertThat(as(bearer, "GET", "/api/v1/me", "").body())
                .isEqualTo("{\"name\":\"ann\",\"tenant\":\"\",\"roles\":[\"executor\"]}");
        assertThat(as(bearer, "GET", "/api/v1/incidents", "").statusCode()).isEqualTo(200);
        assertThat(as(bearer, "POST", "/api/v2/silences", "{}").statusCode())
                .as("a responder's, and this token is not for that")
                .isEqualTo(403);
        assertThat(as(bearer, "POST", "/api/v1/tokens", "{\"roles\":[\"responder\"]}")
                        .body())
                .contains("can have the roles executor");
        assertThat(as(bearer, "POST", "/api/v1/tokens", "{\"user\":\"dora\"}").statusCode())
                .isEqualTo(403);
        assertThat(as(bearer, "GET", "/api/v1/tokens", "").body())
                .contains("\"name\":\"ci\"")
                .doesNotContain(made.path("token").asString(""));
        String id = made.path("id").asString("");
        assertThat(as(basic("carl", PASSWORD), "DELETE", "/api/v1/tokens/" + id, "")
                        .statusCode())
                .as("another's")
                .isEqualTo(404);
        assertThat(gateway.call("DELETE", "/api/v1/tokens/" + id, "admin", "").statusCode())
                .isEqualTo(204);
        assertThat(as(bearer, "GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
    }

    @Test
    void namesAndPasswordsWorkAndWrongOnesWait() {
        add("eve", "", "viewer");
        assertThat(as(basic("eve", PASSWORD), "GET", "/api/v1/incidents", "").statusCode())
                .isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> wrong = as(basic("eve", "wrong-" + i), "GET", "/api/v1/me", "");
            assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).contains("Basic"));
        }
        HttpResponse<String> wait = as(basic("eve", "wrong"), "GET", "/api/v1/me", "");
        assertThat(wait.statusCode()).as(wait.body()).isEqualTo(429);
        assertThat(Integer.parseInt(wait.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(1, 30);
        assertThat(as(basic("eve", PASSWORD), "GET", "/api/v1/me", "").statusCode())
                .as("who is in stays in")
                .isEqualTo(200);
        assertThat(as(basic("dora", PASSWORD), "GET", "/api/v1/me", "").statusCode())
                .as("others do not wait")
                .isEqualTo(200);
    }

    @Test
    void aPageIsNotAnsweredWithABrowsersOwnWindow() {
        HttpResponse<String> script = gateway.call("GET", "/api/v1/me", "", "", "Sec-Fetch-Mode", "cors");
        assertThat(script.statusCode()).isEqualTo(401);
        assertThat(script.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"tidegate\"");
    }

    @Test
    void rightsAreChangedByOthersAndAtOnce() {
        add("fred", "", "viewer", "administrator");
        String fred = basic("fred", PASSWORD);
        assertThat(as(fred, "GET", "/api/v1/users", "").body()).contains("\"name\":\"ann\"");
        assertThat(as(fred, "PATCH", "/api/v1/users/fred", "{\"roles\":[\"viewer\",\"executor\"]}")
                        .statusCode())
                .as("their own")
                .isEqualTo(409);
        assertThat(gateway.call("PATCH", "/api/v1/users/fred", "admin", "{\"roles\":[\"viewer\"]}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(as(fred, "GET", "/api/v1/users", "").statusCode()).isEqualTo(403);
        HttpResponse<String> forgotten =
                as(fred, "POST", "/api/v1/users/fred/password", "{\"current\":\"x\",\"password\":\"another horse\"}");
        assertThat(forgotten.statusCode()).as(forgotten.body()).isEqualTo(403);
        HttpResponse<String> set = as(
                fred,
                "POST",
                "/api/v1/users/fred/password",
                "{\"current\":\"" + PASSWORD + "\",\"password\":\"another horse\"}");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
        assertThat(as(fred, "GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
        assertThat(as(basic("fred", "another horse"), "GET", "/api/v1/me", "").statusCode())
                .isEqualTo(200);
        assertThat(gateway.call("DELETE", "/api/v1/users/fred", "admin", "").statusCode())
                .isEqualTo(200);
        assertThat(as(basic("fred", "another horse"), "GET", "/api/v1/me", "").statusCode())
                .isEqualTo(401);
        assertThat(gateway.call("DELETE", "/api/v1/users/nobody", "admin", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whatIsWrongWithAPersonIsToldAllAtOnceWithoutThePassword() {
        HttpResponse<String> wrong = gateway.call("POST", "/api/v1/users", "admin", """
            {"name":"Ann","tenant":"a b","roles":["king"],"password":"secret","color":"red"}\
            """);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("\"parameter\":\"name\"", "\"parameter\":\"tenant\"", "\"parameter\":\"roles\"")
                .contains("\"parameter\":\"password\"", "\"parameter\":\"color\"", "\\\"king\\\" is not a role")
                .doesNotContain("secret");
        assertThat(gateway.call("POST", "/api/v1/users", "admin", "{\"name\":\"ann\",\"roles\":[\"viewer\"]}")
                        .body())
                .contains("there is somebody of the name ann");
        assertThat(gateway.call("POST", "/api/v1/users", "admin", "{\"password\":\"secret")
                        .body())
                .doesNotContain("secret");
    }

    @Test
    void peopleOfATenantSeeTheAuditOfTheirTenantAndNothingOfAll() {
        String carl = basic("carl", PASSWORD);
        JsonNode records =
                SharedGateway.json(as(carl, "GET", "/api/v1/audit", "").body()).path("records");
        List<String> tenants = new ArrayList<>();
        records.forEach(record -> tenants.add(record.path("tenant").asString("")));
        assertThat(tenants).isNotEmpty().containsOnly("acme");
        assertThat(as(carl, "GET", "/api/v1/audit?subject=dora", "").body())
                .isEqualTo("{\"records\":[],\"next\":null}");
        JsonNode all = SharedGateway.json(gateway.call("GET", "/api/v1/audit?action=user.added&limit=2", "read", "")
                .body());
        assertThat(all.path("records").size()).isEqualTo(2);
        assertThat(all.path("records")
                        .path(0)
                        .path("detail")
                        .path("roles")
                        .path(0)
                        .asString(""))
                .isEqualTo("responder");
        assertThat(all.path("next").asLong(0)).isPositive();
        assertThat(gateway.call(
                                "GET",
                                "/api/v1/audit?after=" + all.path("next").asLong(0),
                                "read",
                                "",
                                "Accept",
                                "application/x-ndjson")
                        .body()
                        .lines()
                        .map(line -> SharedGateway.json(line).path("number").asLong(0)))
                .isSorted()
                .isNotEmpty();
        readsBackwards(all.path("records"));
        for (String path :
                List.of("/api/v1/topology?node=a", "/api/v1/audit/verify", "/api/v1/users", "/actuator/prometheus")) {
            assertThat(as(carl, "GET", path, "").statusCode()).as(path).isEqualTo(403);
        }
    }

    /** The newest first, page by page, until the first two of all. */
    private static void readsBackwards(JsonNode firstTwo) {
        List<Long> numbers = new ArrayList<>();
        JsonNode page = newest("");
        while (!page.path("next").isNull()) {
            page.path("records")
                    .forEach(record -> numbers.add(record.path("number").asLong(0)));
            page = newest("&before=" + page.path("next").asLong(0));
        }
        page.path("records").forEach(record -> numbers.add(record.path("number").asLong(0)));
        assertThat(numbers)
                .hasSizeGreaterThan(2)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        assertThat(numbers.reversed())
                .startsWith(
                        firstTwo.path(0).path("number").asLong(0),
                        firstTwo.path(1).path("number").asLong(0));
        for (String unfit : List.of("order=newest&after=1", "before=3", "order=best", "order=newest&before=0")) {
            assertThat(gateway.call("GET", "/api/v1/audit?" + unfit, "read", "").statusCode())
                    .as(unfit)
                    .isEqualTo(400);
        }
    }

    private static JsonNode newest(String query) {
        return SharedGateway.json(
                gateway.call("GET", "/api/v1/audit?action=user.added&order=newest&limit=2" + query, "read", "")
                        .body());
    }

    @Test
    void anOperatorDoesItAllFromTheCommandLine() throws IOException {
        OwnGateway.Said added = ours.tidegate("", "user", "add", "gina", "--roles", "viewer,monitor");
        assertThat(added.code()).as(added.err()).isZero();
        assertThat(as(basic("gina", added.out()), "GET", "/api/v1/me", "").body())
                .contains("\"monitor\"");
        assertThat(ours.tidegate(PASSWORD + "\n", "user", "password", "gina", "--password-stdin"))
                .satisfies(said -> assertThat(said.code()).as(said.err()).isZero())
                .satisfies(said -> assertThat(said.out()).isEmpty());
        assertThat(as(basic("gina", PASSWORD), "GET", "/api/v1/me", "").statusCode())
                .isEqualTo(200);
        OwnGateway.Said token = ours.tidegate(
                "", "token", "create", "--user", "gina", "--name", "ci", "--roles=viewer", "--expires", "1d");
        assertThat(token.code()).as(token.err()).isZero();
        String bearer = "Bearer " + token.out();
        assertThat(as(bearer, "GET", "/api/v1/me", "").body()).contains("[\"viewer\"]");
        String listed = ours.tidegate("", "token", "list", "--user", "gina").out();
        assertThat(listed).contains("gina", "viewer", "ci");
        assertThat(ours.tidegate("", "token", "revoke", listed.split(" ", 2)[0]).code())
                .isZero();
        assertThat(as(bearer, "GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
        assertThat(ours.tidegate("", "user", "disable", "gina").code()).isZero();
        assertThat(ours.tidegate("", "user", "list").out()).contains("gina  viewer,monitor  (staff)  disabled");

        OwnGateway.Said sound = ours.tidegate("", "audit", "verify");
        assertThat(sound.code()).as(sound.err()).isZero();
        assertThat(sound.out()).matches("[0-9a-f]{64}");
        assertThat(ours.tidegate("", "audit", "verify", "--head", sound.out()).err())
                .contains("the head you kept is record");
        assertThat(ours.tidegate("", "audit", "verify", "--head", "a".repeat(64))
                        .code())
                .isEqualTo(1);
        Path file = directory.resolve("audit.ndjson");
        assertThat(ours.tidegate("", "audit", "export", "--action", "token.created", "--out", file.toString())
                        .code())
                .isZero();
        assertThat(ours.tidegate("", "audit", "export", "--out", file.toString())
                        .err())
                .contains("is there already");
        assertThat(Files.readAllLines(file))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(
                                SharedGateway.json(line).path("action").asString(""))
                        .isEqualTo("token.created"));

        assertThat(ours.tidegate("", "user", "add", "gina", "--roles", "viewer").code())
                .isEqualTo(1);
        assertThat(ours.tidegate("", "user", "rename", "gina").code()).isEqualTo(64);
        assertThat(ours.tidegate("", "user", "add", "hans").err()).contains("needs --roles");
        assertThat(ours.tidegate("", "user", "list", "--url", "http://127.0.0.1:1")
                        .code())
                .isEqualTo(69);
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void aBrowserStaysSignedInOverARestartUntilItSignsOut() {
        HttpResponse<String> in = gateway.call(
                "POST",
                "/api/v1/session",
                "",
                "{\"name\":\"ann\",\"password\":\"" + PASSWORD + "\"}",
                "Content-Type",
                "application/json");
        assertThat(in.statusCode()).as(in.body()).isEqualTo(201);
        String set = in.headers().firstValue("Set-Cookie").orElse("");
        assertThat(set)
                .containsIgnoringCase("; HttpOnly")
                .contains("SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        String[] cookie = {"Cookie", set.substring(0, set.indexOf(';'))};
        assertThat(gateway.call("GET", "/api/v1/me", "", "", cookie).body()).contains("\"ann\"");
        assertThat(gateway.call("POST", "/api/v1/tokens", "", "{}", cookie).statusCode())
                .as("nobody says that a page of ours asks")
                .isEqualTo(403);
        HttpResponse<String> own =
                gateway.call("POST", "/api/v1/tokens", "", "{}", cookie[0], cookie[1], SAME_SITE[0], SAME_SITE[1]);
        assertThat(own.statusCode()).as(own.body()).isEqualTo(201);
        assertThat(gateway.call("GET", "/api/v1/incidents/stream", "", "", "Cookie", "tidegate=" + "0".repeat(64))
                        .statusCode())
                .isEqualTo(401);
        assertThat(gateway.call(
                                "POST",
                                "/api/v1/session",
                                "",
                                "{\"name\":\"ann\",\"password\":\"" + PASSWORD + "\"}",
                                "Origin",
                                "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        HttpResponse<String> byToken =
                gateway.call("POST", "/api/v1/session", "", "{\"token\":\"read-of-these-tests\"}");
        String[] reader = {
            "Cookie", byToken.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0]
        };
        assertThat(gateway.call("GET", "/api/v1/me", "", "", reader).body()).contains("\"read\"", "viewer");

        assertThat(ours.firstLineOfStream(cookie[1])).isEqualTo("event: snapshot.begin");

        gateway = ours.restarted();

        assertThat(gateway.call("GET", "/api/v1/me", "", "", cookie).body()).contains("\"ann\"");
        assertThat(gateway.call("GET", "/api/v1/me", "", "", reader).body()).contains("\"read\"");
        assertThat(gateway.call("DELETE", "/api/v1/session", "", "", cookie[0], cookie[1], SAME_SITE[0], SAME_SITE[1])
                        .statusCode())
                .isEqualTo(204);
        assertThat(gateway.call("GET", "/api/v1/me", "", "", cookie).statusCode())
                .isEqualTo(401);
    }

    /** Last, because the chain is broken then. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aRecordThatIsChangedInTheDatabaseIsFound() {
        JsonNode before = verify("");
        assertThat(before.path("sound").asBoolean(false)).as(before.toString()).isTrue();
        assertThat(before.path("records").asLong(0)).isGreaterThan(5);
        JsonNode kept = verify("?head=" + before.path("head").asString(""));
        assertThat(kept.path("keptAt").asLong(0))
                .isEqualTo(before.path("records").asLong(0));
        assertThat(verify("?head=" + "a".repeat(64)).path("problem").asString(""))
                .contains("cut, or written anew");
        ours.sql("alter table audit disable trigger audit_append_only");
        ours.sql("update audit set actor = 'mallory' where number = 3");
        JsonNode after = verify("");
        assertThat(after.path("sound").asBoolean(true)).isFalse();
        assertThat(after.path("problem").asString("")).isEqualTo("record 3 was changed after it was written");
    }

    private static JsonNode verify(String query) {
        HttpResponse<String> answer = gateway.call("GET", "/api/v1/audit/verify" + query, "read", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SharedGateway.json(answer.body());
    }
}
