package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One night on call: an empty board, a storm, taking incidents on, a gateway that dies and comes back. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BoardIT {
    private static final String ROW = ".incident-row";
    private static final String LINE = "[data-row]";

    private final RealGateway gateway;
    private final Chrome chrome;

    BoardIT(@TempDir Path directory) {
        gateway = new RealGateway(directory, "--anonymous-loopback");
        chrome = new Chrome();
    }

    @BeforeAll
    void quiet() {
        chrome.viewer(gateway.url()).open("/").seeText("No alert has come yet");
    }

    @AfterAll
    void stop() {
        try (gateway;
                chrome) {
            assertThat(gateway.url()).isNotEmpty();
        }
    }

    @Test
    @Order(1)
    void anEmptyBoardSaysWhatToPasteIntoPrometheus() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents");
        assertThat(viewer.see(".snippet pre").textContent())
                .contains("alertmanagers", gateway.url().substring("http://".length()));
        viewer.isAccessible();
    }

    @Test
    @Order(2)
    void theStormShrinksIntoIncidentsWhileOneLooks() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents");
        viewer.seeText("No alert has come yet");
        Process storm = gateway.storm(300, 800, 25, 7);
        viewer.see(ROW);
        assertThat(storm.isAlive()).as("rows come while the storm goes on").isTrue();
        RealGateway.await(storm);
        viewer.page.waitForCondition(() -> number(viewer, "data-alerts") > 10 * number(viewer, "data-incidents"));
        assertThat(number(viewer, "data-incidents")).isGreaterThan(1);
        viewer.see(".spark .some:not([d=''])");
        viewer.isAccessible().picture(Pictures.file("board"));
        Viewer night = chrome.viewer(gateway.url(), 1360, 860, ColorScheme.DARK).open("/ui/incidents");
        night.see(ROW);
        night.isAccessible().picture(Pictures.file("board-dark"));
        Viewer phone = chrome.viewer(gateway.url(), 390, 844, ColorScheme.DARK).open("/ui/incidents");
        phone.see(ROW);
        phone.isAccessible().picture(Pictures.file("board-phone"));
    }

    private static int number(Viewer viewer, String attribute) {
        String value = viewer.see(".banner").getAttribute(attribute);
        return value == null ? 0 : Integer.parseInt(value);
    }

    @Test
    @Order(3)
    void twoPagesOfOneBrowserFollowOneStream() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents");
        viewer.see(ROW);
        String readers = readers();
        long begin = System.nanoTime();
        Page second = viewer.another();
        second.navigate("/ui/incidents");
        second.locator(ROW).first().waitFor();
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        Figures.within(1_000, millis, "first rows after a storm");
        second.locator(".stream[data-stream=live]").waitFor();
        assertThat(readers()).as("two pages of one browser follow one stream").isEqualTo(readers);
        second.close();
    }

    private String readers() {
        return gateway.get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith("tidegate_stream_readers"))
                .toList()
                .toString();
    }

    @Test
    @Order(4)
    void anIncidentIsTakenByKeyboardAndOthersSeeIt() {
        Viewer one = chrome.viewer(gateway.url()).open("/ui/incidents");
        Viewer other = chrome.viewer(gateway.url()).open("/ui/incidents");
        one.see(ROW);
        other.see(ROW);
        one.press("j");
        String id = one.see(ROW + "[data-chosen]").getAttribute("id");
        Locator there = other.page.locator("#" + id + "[data-state=acknowledged]");
        one.page.evaluate(TWICE, "a");
        one.see("#" + id + "[data-state=acknowledged]");
        long begin = System.nanoTime();
        there.waitFor();
        one.page.waitForCondition(() -> rows(one).equals(rows(other)));
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        Figures.within(1_000, millis, "two browsers show the same after one acknowledged");
        assertThat(gateway.get("/api/v1/incidents/" + id.substring("row-".length())))
                .contains("\"state\":\"acknowledged\"");
        assertThat(one.page.locator(".notes .bad").count()).isZero();
        one.press("a").see("#" + id + "[data-state=open]");
    }

    /** As somebody does who is not sure. */
    private static final String TWICE = """
        (key) => [1, 2].forEach(() => document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
        """;

    /** What a viewer's rows say, but for ages and sparklines, which move by themselves. */
    private static Object rows(Viewer viewer) {
        return viewer.page.locator(ROW).evaluateAll("""
            rows => rows.map((row) => [row.id, ...['.mark', '.what', '.alerts', '.nodes', '.standing']
                .map((part) => row.querySelector(part).textContent)].join())\
            """);
    }

    @Test
    @Order(5)
    void everythingAboutAnIncidentIsDoneByKeyboard() {
        Viewer viewer =
                chrome.viewer(gateway.url(), 1360, 1000, ColorScheme.LIGHT).open("/ui/incidents?order=alerts");
        viewer.see(ROW);
        viewer.press("j").see(ROW + "[data-chosen]");
        viewer.press("Enter").see(".causes");
        viewer.see(".dot[data-standing]");
        viewer.seeText("Why it is here");
        viewer.isAccessible().picture(Pictures.file("incident"));
        viewer.press("c").see("dialog textarea");
        viewer.isAccessible().type("the switch of rack 3 is being looked at").press("Tab", "Tab", "Enter");
        viewer.see(".timeline li[data-kind='incident.commented']");
        viewer.tabTo(viewer.button("with its alerts")).press("Enter").see(".timeline li[data-kind^='alert.']");
        viewer.press("z").see("dialog [name=matchers]");
        viewer.tabTo(viewer.page.locator("dialog [name=comment]")).type("known").press("Enter");
        viewer.seeText("Silenced");
        viewer.press("r").see("dialog [name=comment]");
        viewer.press("Enter");
        viewer.see(".incident-head .state[data-state=resolved]");
        viewer.press("?").see("dialog .keys");
        viewer.isAccessible().press("Escape", "b");
        viewer.see(".banner");
        viewer.press("g", "s").see("table code");
        viewer.isAccessible();
        viewer.tabTo(viewer.page.locator("td button").first()).press("Enter").see("dialog");
        viewer.press("Enter").seeText("Nothing is silenced");
        viewer.press("n").see("dialog [name=matchers]");
        viewer.type("alertname=\"Planned\"").tabTo(viewer.page.locator("dialog [name=comment]"));
        viewer.type("planned").press("Enter").seeText("planned");
        viewer.press("j").see(LINE + ":focus");
        viewer.press("x").asked();
        viewer.press("Enter").seeText("Nothing is silenced");
    }

    @Test
    @Order(6)
    void incidentsAreMergedAndSplitByKeyboard() {
        String board = "/ui/incidents?site=two-rooms";
        gateway.alert(labels("east", "two-rooms"), labels("west", "two-rooms"));
        Viewer viewer = chrome.viewer(gateway.url()).open(board);
        viewer.page.waitForCondition(() -> viewer.page.locator(ROW).count() == 2);
        viewer.press("j");
        String away = viewer.see(ROW + "[data-chosen]").getAttribute("id").substring("row-".length());
        viewer.press("Enter").button("Merge").waitFor();
        viewer.key("Merge").asked();
        viewer.isAccessible().press("Tab").type("one cable for both").press("Enter");
        viewer.page.waitForURL(url -> !url.endsWith(away));
        viewer.seeText("2 of 2 alerts firing");
        String into = viewer.page.url().substring(viewer.page.url().lastIndexOf('/') + 1);
        assertThat(gateway.get("/api/v1/incidents/" + away))
                .contains("\"state\":\"merged\"", "\"mergedInto\":\"" + into + "\"", "one cable for both");

        viewer.page.waitForCondition(
                () -> viewer.page.locator(".timeline").textContent().contains("took in " + away));
        assertThat(viewer.page.locator(".timeline").textContent()).contains("one cable for both");

        viewer.press("j").see(LINE + ":focus");
        viewer.press("x").see(LINE + " input:checked");
        viewer.key("Split").asked();
        viewer.isAccessible().answer("two faults after all").seeText("1 of 1 alert firing");
        assertThat(gateway.get("/api/v1/incidents/" + into)).contains("\"kind\":\"incident.split\"");
        viewer.open(board);
        viewer.page.waitForCondition(() -> viewer.page.locator(ROW).count() == 2);
        assertThat(viewer.page.locator(ROW).allTextContents())
                .allSatisfy(row -> assertThat(row).contains("1alert", "1node"));
    }

    @Test
    @Order(7)
    void filtersAreInTheAddress() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents?severity=critical");
        viewer.see(ROW);
        assertThat(viewer.page.locator(ROW + ":not([data-severity=critical])").count())
                .isZero();
        viewer.press("/").type("nothing-is-called-so").seeText("No incident matches");
        assertThat(viewer.page.url()).contains("severity=critical", "q=nothing-is-called-so");
        viewer.page.reload();
        viewer.seeText("No incident matches");
        viewer.open("/ui/incidents/there-is-none").seeText("There is no such incident");
        viewer.isAccessible();
    }

    @Test
    @Order(8)
    void healthOfTidegateItselfIsShown() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/system");
        viewer.seeText("alertmanager-v2");
        viewer.isAccessible();
    }

    @Test
    @Order(9)
    void afterTheGatewayWasKilledAndStartedAgainNothingIsMissing() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents?site=fell-over&order=new");
        gateway.alert(labels("before"));
        viewer.seeText("before");
        // acknowledged to its sender, and nobody has seen it when the gateway dies
        gateway.alert(labels("at-the-last-moment"));
        gateway.kill();
        viewer.see(".stream[data-stream=reconnecting]");
        viewer.see(".away");
        viewer.seeText("before");
        // what was known stays known to who looks at something else and comes back
        viewer.press("j", "Enter").see(".failure");
        viewer.page.goBack();
        viewer.seeText("before");
        gateway.startAgain();
        gateway.alert(labels("afterwards"));
        viewer.see(".stream[data-stream=live]");
        viewer.page.waitForCondition(() -> viewer.page.locator(ROW).count() == 3);
        assertThat(viewer.page.locator(ROW).allTextContents())
                .anyMatch(row -> row.contains("before"))
                .anyMatch(row -> row.contains("at-the-last-moment"))
                .anyMatch(row -> row.contains("afterwards"));
        // a page that is opened anew finds the same
        Viewer fresh = chrome.viewer(gateway.url()).open("/ui/incidents?site=fell-over&order=new");
        fresh.page.waitForCondition(() -> rows(fresh).equals(rows(viewer)));
    }

    private static String labels(String node) {
        return labels(node, "fell-over");
    }

    private static String labels(String node, String site) {
        return "{\"alertname\":\"DiskFull%s\",\"severity\":\"critical\",\"host\":\"%s\",\"cluster\":\"%s\"}"
                .formatted(node, node, site);
    }
}
