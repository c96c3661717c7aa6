package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every page of a real gateway that has something to show: in light and in dark, on a laptop and on a phone. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryPageIT {
    private static final String PASSWORD = "a long enough password";
    private static final String EXECUTOR = "emil";
    private static final int WIDE = 1_360;
    private static final int NARROW = 390;
    private static final int HIGH = 860;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String ON_A_ROW = "() => document.activeElement.matches('[data-row], .incident-row')";
    private static final String READY = "() => document.querySelector('h1') && !document.querySelector('.loading')";

    private final RealGateway gateway;
    private final Chrome chrome = new Chrome();
    private final String revision;
    /** Addresses of an incident, a change and a rollout. */
    private final List<String> ones;

    EveryPageIT(@TempDir Path directory) throws IOException, InterruptedException {
        Path infra = Files.createDirectory(directory.resolve("infra"));
        revision = repository(infra);
        gateway = new RealGateway(directory, "--fleet", fleet(directory, infra).toString());
        gateway.person(EXECUTOR, PASSWORD, "", "executor");
        gateway.person("rosa", PASSWORD, "", "responder");
        ones = somethingToShow();
    }

    @AfterAll
    void stop() {
        try (gateway;
                chrome) {
            assertThat(gateway.url()).isNotEmpty();
        }
    }

    /** A repository with two commits; the hash of the second. */
    private static String repository(Path infra) throws IOException, InterruptedException {
        git(infra, "init", "-q", "-b", "main");
        Files.writeString(infra.resolve("service.sls"), "service:\n  workers: 4\n");
        git(infra, "add", ".");
        git(infra, "commit", "-q", "-m", "Begin with four workers");
        Files.writeString(infra.resolve("service.sls"), "service:\n  workers: 16\n");
        git(infra, "commit", "-q", "-a", "-m", "Answer faster with more workers");
        return git(infra, "rev-parse", "HEAD");
    }

    /** Six machines that a command would reach. */
    private static Path fleet(Path directory, Path infra) throws IOException {
        StringBuilder fleet = new StringBuilder(
                "targets:\n  local: {kind: command, command: ['true'], proof: ['true']}\nrepositories:\n  infra: {kind: git, url: "
                        + infra + ", branch: main, trusted: [ada@tidegate.example]}\nmachines:\n");
        IntStream.rangeClosed(1, 6)
                .forEach(n -> fleet.append("- {name: cmp00" + n + ", role: compute, domain: rack-" + n % 3
                        + ", site: eu1, tenant: acme, target: local}\n"));
        return Files.writeString(directory.resolve("fleet.yaml"), fleet.toString());
    }

    private static String git(Path where, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("git");
        builder.command().addAll(List.of(arguments));
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Ada");
            builder.environment().put("GIT_" + who + "_EMAIL", "ada@tidegate.example");
        }
        Process process =
                builder.directory(where.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private JsonNode send(String authorization, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json");
        HttpResponse<String> answer = HTTP.send(
                (body.isEmpty() ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode() / 100).as(answer.body()).isEqualTo(2);
        return JsonMapper.shared().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private JsonNode asExecutor(String path, String body) throws IOException, InterruptedException {
        byte[] basic = (EXECUTOR + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return send("Basic " + Base64.getEncoder().encodeToString(basic), path, body);
    }

    /** An incident, a change and its rollout, which waits for a monitor; their addresses. */
    private List<String> somethingToShow() throws IOException, InterruptedException {
        send("Bearer " + gateway.token("ingest"), "/api/v2/alerts", """
                [{"labels":{"alertname":"SlowAnswers","severity":"critical","host":"cmp003","rack":"rack-0","cluster":"eu1"},
                  "annotations":{"runbook_url":"https://runbooks.example/slow","trap":"javascript:alert(1)"}}]\
                """);
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("title", "Answer faster")
                .put("reason", "customers see slow answers")
                .put("selector", "{role=\"compute\"}")
                .put("start", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("policy", "signals:\n- {name: alerts, incidents: 'severity=critical', limit: 0}\n");
        body.putObject("origin").put("kind", "git").put("repository", "infra").put("revision", revision);
        body.putArray("states").add("service");
        JsonNode change = asExecutor("/api/v1/changes", body.toString());
        String id = change.path("id").asString("");
        ObjectNode hash = JsonMapper.shared()
                .createObjectNode()
                .put("hash", change.path("hash").asString(""));
        asExecutor(
                "/api/v1/changes/" + id + "/emergency",
                hash.deepCopy().put("reason", "all is down").toString());
        String rollout = asExecutor(
                        "/api/v1/rollouts", hash.deepCopy().put("change", id).toString())
                .path("id")
                .asString("");
        JsonNode incidents = asExecutor("/api/v1/incidents", "");
        while (incidents.path("items").isEmpty()) { // it is on the log, and each answer takes a while
            incidents = asExecutor("/api/v1/incidents", "");
        }
        Instant now = Instant.now();
        gateway.administer("POST", "/api/v2/silences", """
                {"matchers":[{"name":"alertname","value":"Known","isRegex":false}],"startsAt":"%s","endsAt":"%s",\
                "createdBy":"admin","comment":"known"}\
                """.formatted(now, now.plus(1, ChronoUnit.DAYS)));
        return List.of(
                "incidents/" + incidents.path("items").path(0).path("id").asString(""),
                "changes/" + id,
                "rollouts/" + rollout);
    }

    @Test
    void isReadableInLightAndDarkWideAndNarrow() {
        Viewer viewer =
                chrome.viewer(gateway.url(), WIDE, HIGH, ColorScheme.LIGHT).open("/ui/incidents");
        viewer.see("#name");
        inEveryLight(viewer);
        viewer.page.getByLabel("Name").focus();
        viewer.type("rosa").press("Tab").type(PASSWORD).press("Enter");
        viewer.see(".incident-row");
        List<String> pages =
                List.of("incidents", "rollouts", "changes", "changes/new", "silences", "audit", "system", "x");
        for (String page : pages) {
            viewer.open("/ui/" + page);
            inEveryLight(viewer);
        }
        for (String page : ones) {
            viewer.open("/ui/" + page);
            inEveryLight(viewer);
        }
    }

    /** Wide and light, narrow and dark: what one colour shows on one width it shows on the other too. */
    private static void inEveryLight(Viewer viewer) {
        try {
            viewer.page.waitForFunction(READY);
        } catch (TimeoutError late) {
            throw new AssertionError(viewer.page.url() + " still loads: " + viewer.page.textContent("main"), late);
        }
        turn(viewer, ColorScheme.LIGHT, WIDE).isAccessible().tabsToEverything();
        turn(viewer, ColorScheme.DARK, NARROW).isAccessible();
        assertThat((int) viewer.page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                .as("%s sticks out on a phone", viewer.page.url())
                .isZero();
    }

    private static Viewer turn(Viewer viewer, ColorScheme colours, int width) {
        viewer.page.setViewportSize(width, HIGH);
        viewer.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        return viewer;
    }

    @Test
    void theSameKeysMoveInEveryListAndAreTold() {
        Viewer viewer = chrome.viewer(gateway.url()).signIn("rosa", PASSWORD, "/ui/incidents");
        List<String> lists = List.of("incidents", "rollouts", "changes", "silences", "audit", ones.getFirst());
        for (String page : lists) {
            viewer.open("/ui/" + page).see("[data-row], .incident-row");
            viewer.press("j").page.waitForFunction(ON_A_ROW);
            viewer.press("k", "j").page.waitForFunction(ON_A_ROW);
            assertThat(viewer.press("?").asked().textContent()).as(page).contains("next ", " before");
            viewer.press("Escape");
        }
        for (String page : List.of("incidents", "rollouts", "changes")) {
            viewer.open("/ui/" + page).see("[data-row], .incident-row");
            viewer.press("j").page.waitForFunction(ON_A_ROW);
            viewer.press("o").page.waitForURL(url -> url.contains("/ui/" + page + "/"));
        }
        viewer.open("/ui/audit").see("[data-row]");
        viewer.press("j", "o").see("[data-row] details[open]");
    }

    @Test
    void aSilenceIsMadeOfWhatWasTyped() throws IOException, InterruptedException {
        Viewer viewer = chrome.viewer(gateway.url()).signIn("rosa", PASSWORD, "/ui/silences");
        viewer.see("[data-row]");
        viewer.press("n").asked();
        viewer.type("{host=~\"web\\d+\", \"größe\"!=x}")
                .press("Tab", "Tab")
                .type("as typed")
                .press("Enter");
        viewer.seeText("as typed");
        JsonNode made = send("Bearer " + gateway.token("read"), "/api/v2/silences", "")
                .valueStream()
                .filter(silence -> silence.path("comment").asString("").equals("as typed"))
                .findFirst()
                .orElseThrow();
        assertThat(made.path("matchers").valueStream().map(JsonNode::toString))
                .containsExactlyInAnyOrder(
                        "{\"isEqual\":true,\"isRegex\":true,\"name\":\"host\",\"value\":\"web\\\\d+\"}",
                        "{\"isEqual\":false,\"isRegex\":false,\"name\":\"größe\",\"value\":\"x\"}");
    }

    @Test
    void anAlertsRunbookIsOneClickAway() {
        Viewer viewer = chrome.viewer(gateway.url()).signIn("rosa", PASSWORD, "/ui/" + ones.getFirst());
        viewer.see("[data-row]");
        viewer.press("j", "o").see(".unfolded a[href='https://runbooks.example/slow']");
        assertThat(viewer.page.locator(".unfolded a").count()).isEqualTo(1);
    }

    @Test
    void whatAChangeDoesToItsRepositoryIsShownByKeyboardToo() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/" + ones.get(1));
        viewer.typeNameAndPassword("rosa", PASSWORD);
        assertThat(viewer.see("tr.added").textContent()).contains("+").contains("workers: 16");
        assertThat(viewer.see("tr.removed").textContent()).contains("−").contains("workers: 4");
        viewer.press("f");
        viewer.page.waitForFunction("() => !document.querySelector('tr.added')");
        viewer.press("f").see("tr.added");
    }
}
