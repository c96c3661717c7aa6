package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A hundred thousand alerts that fire at a real gateway, in thousands of incidents of which one has thirty thousand of them.
 * What takes how long is told, and held to its bounds by {@code ./tidegate bench board}.
 */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrowdIT {
    private static final String ROW = ".incident-row";
    private static final String MEMBER = ".member";
    private static final int FEW_ROWS = 80;
    private static final long SOON_MILLIS = 1_000;
    private static final int FRAMES = 50;

    /** While the gateway takes in more on the same machine. */
    private static final int FRAMES_BESIDE = 30;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final RealGateway gateway;
    private final Crowd crowd;
    private final Chrome chrome = new Chrome();
    private String big = "";

    CrowdIT(@TempDir Path directory) throws IOException {
        gateway = new RealGateway(2_048, directory, "--anonymous-loopback", "--config", Crowd.config(directory));
        crowd = new Crowd(gateway);
    }

    @BeforeAll
    void send() {
        Figures.tell("100,000 alerts acknowledged in %d ms".formatted(crowd.send()));
        long begin = System.nanoTime();
        await(() -> get("/api/v1/incidents/counts").path("total").asInt(), Crowd.FAULTS + 1);
        big = get("/api/v1/alerts?limit=1&filter=" + Crowd.OF_BIG)
                .path("items")
                .path(0)
                .path("incident")
                .asString("");
        await(() -> counts("").path("total").asInt(), Crowd.BIG);
        Figures.tell("all correlated %d ms after the last of them".formatted(millisSince(begin)));
    }

    /** Each answer waits for what was acknowledged, within a bound. */
    private static void await(IntSupplier count, int least) {
        long begin = System.nanoTime();
        int last = count.getAsInt();
        while (last < least) {
            assertThat(millisSince(begin)).as("still %d of %d", last, least).isLessThan(PATIENCE.toMillis());
            last = count.getAsInt();
        }
    }

    /** Of the big incident's alerts, as the gateway counts them. */
    private JsonNode counts(String query) {
        return get("/api/v1/incidents/" + big + "/members/counts" + query);
    }

    @AfterAll
    void stop() {
        try (gateway;
                chrome) {
            assertThat(gateway.url()).isNotEmpty();
        }
    }

    private JsonNode get(String path) {
        return JsonMapper.shared().readTree(gateway.get(path));
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    /** How long it takes until the list has so many rows. */
    private static long until(Viewer viewer, int length) {
        long begin = System.nanoTime();
        viewer.page.waitForFunction("n => Number(document.querySelector('.virtual li')?.ariaSetSize) === n", length);
        return millisSince(begin);
    }

    private static void scroll(Viewer viewer, int least, String what) {
        Scrolling scrolling = Scrolling.of(viewer.page);
        Figures.smooth(least, scrolling, what);
        assertThat(scrolling.rows()).as("rows that are there").isBetween(1, FEW_ROWS);
    }

    @Test
    @Order(1)
    void theBoardIsThereSoonAndScrollsWhileMoreComes() throws Exception {
        Viewer viewer = chrome.viewer(gateway.url());
        viewer.open("/ui/silences").see("h1");
        long begin = System.nanoTime();
        viewer.open("/ui/incidents").see(ROW);
        long first = millisSince(begin);
        long whole = first + until(viewer, Crowd.FAULTS + 1);
        viewer.see("[data-alerts='" + Crowd.ALL + "']");
        Figures.tell("all 3,001 incidents after %d ms, the banner after %d ms".formatted(whole, millisSince(begin)));
        Figures.within(SOON_MILLIS, first, "first rows among 3,001 incidents");
        Figures.tell("nothing but a bare list scrolls: "
                + Scrolling.bare(viewer.another()).told());
        scroll(viewer, FRAMES, "3,001 incidents");
        AutoCloseable sender = crowd.keepComing();
        try {
            scroll(viewer, FRAMES_BESIDE, "3,001 incidents and more that come");
        } finally {
            sender.close();
        }
        viewer.page.waitForFunction("() => Number(document.querySelector('.banner').dataset.alerts) > 100000");
        int critical = get("/api/v1/incidents/counts?state=open,acknowledged&severity=critical")
                .path("total")
                .asInt();
        begin = System.nanoTime();
        viewer.page.locator(".chip[data-severity=critical]").click();
        until(viewer, critical);
        Figures.tell("a facet of the board answered after %d ms: %d incidents".formatted(millisSince(begin), critical));
        begin = System.nanoTime();
        viewer.open("/ui/incidents?q=node0007").see(ROW);
        Figures.tell(
                "a search among the incidents answered after %d ms, the page included".formatted(millisSince(begin)));
        viewer.isAccessible();
    }

    @Test
    @Order(2)
    void anIncidentOfThirtyThousandAlertsIsLookedAtToItsEnd() {
        Viewer viewer =
                chrome.viewer(gateway.url(), 1360, 1000, ColorScheme.LIGHT).open("/ui/incidents?order=alerts");
        viewer.see(ROW);
        viewer.see("li[aria-posinset='1'] [id='row-" + big + "']");
        viewer.press("j").see(ROW + "[data-chosen]");
        long begin = System.nanoTime();
        viewer.press("Enter").see(".causes");
        long head = millisSince(begin);
        viewer.see(MEMBER);
        Figures.tell(
                "the incident is there after %d ms, its first alerts after %d ms".formatted(head, millisSince(begin)));
        int all = counts("").path("total").asInt();
        until(viewer, all);
        viewer.see(".dot[data-standing=firing]");
        viewer.isAccessible().picture(Pictures.file("crowd"));
        viewer.page.locator(MEMBER).first().scrollIntoViewIfNeeded();
        viewer.picture(Pictures.file("crowd-alerts"));
        scroll(viewer, FRAMES, "30,000 alerts of an incident");
        begin = System.nanoTime();
        viewer.page.evaluate(
                "() => { const box = document.querySelector('.virtual'); box.scrollTop = box.scrollHeight; }");
        Locator last = viewer.see("li[aria-posinset='" + all + "']:not([aria-busy]) " + MEMBER);
        Figures.tell("alert %,d of %,d is there after %d ms".formatted(all, all, millisSince(begin)));
        JsonNode end = get("/api/v1/incidents/" + big + "/members?order=worst&limit=1&skip=" + (all - 1))
                .path("items")
                .path(0);
        assertThat(last.getAttribute("data-row"))
                .isEqualTo(end.path("fingerprint").asString(""));
        assertThat(viewer.page.locator(MEMBER).count())
                .as("rows that are there")
                .isLessThan(FEW_ROWS);
    }

    @Test
    @Order(3)
    void itsAlertsAreNarrowedAndCountsAgree() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents/" + big);
        until(viewer, counts("").path("total").asInt());
        int critical = counts("?severity=critical").path("total").asInt();
        long begin = System.nanoTime();
        viewer.page.locator(".chip[data-severity=critical]").click();
        until(viewer, critical);
        viewer.see(MEMBER);
        Figures.tell("a facet of the incident answered after %d ms: %d alerts".formatted(millisSince(begin), critical));
        viewer.page.locator(".chip[title=LinkDown]").click();
        int both = counts("?severity=critical&alertname=LinkDown").path("total").asInt();
        until(viewer, both);
        assertThat(viewer.page.url()).contains("severity=critical", "alertname=LinkDown");
        assertThat(viewer.page.locator(".chip[title=LinkDown] b").textContent()).isEqualTo("%,d".formatted(both));
        assertThat(viewer.page.locator(MEMBER).allTextContents()).allMatch(row -> row.contains("LinkDown"));
        viewer.press("/").type("rack17");
        until(
                viewer,
                counts("?severity=critical&alertname=LinkDown&q=rack17")
                        .path("total")
                        .asInt());
        viewer.isAccessible();
        viewer.page.reload();
        until(
                viewer,
                counts("?severity=critical&alertname=LinkDown&q=rack17")
                        .path("total")
                        .asInt());
        viewer.press("j").see(MEMBER + ":focus");
        viewer.press("j", "x", "Enter").see(MEMBER + ":focus .unfold[aria-expanded=true]");
        assertThat(viewer.page.locator(MEMBER + " input:checked").count()).isOne();
        viewer.type("/").page.locator("[name=q]").fill("is-nowhere");
        viewer.seeText("No alert of it matches");
    }

    @Test
    @Order(4)
    void whatIsLookedAtStaysWhereItIsWhileMoreComes() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents/" + big);
        int before = counts("").path("total").asInt();
        until(viewer, before);
        viewer.page.evaluate("() => { document.querySelector('.virtual').scrollTop = 58 * 15000; }");
        viewer.see("li[aria-posinset='15003']:not([aria-busy]) .unfold").click();
        viewer.see("li[data-open] .unfolded");
        String key = Objects.requireNonNull(viewer.see("li[data-open]").getAttribute("data-open"));
        double top = top(viewer);
        crowd.grow(100);
        until(viewer, before + 100);
        viewer.see("li[aria-posinset='15103'][data-open='" + key + "'] .unfolded");
        viewer.page.waitForCondition(() -> Math.abs(top(viewer) - top) < 2);
        Viewer phone = chrome.viewer(gateway.url(), 390, 844, ColorScheme.DARK).open("/ui/incidents/" + big);
        phone.see(MEMBER);
        phone.isAccessible();
        phone.see(MEMBER).scrollIntoViewIfNeeded();
        phone.picture(Pictures.file("crowd-phone"));
    }

    /** How far the unfolded row is from the top of the list. */
    private static double top(Viewer viewer) {
        return ((Number) viewer.page.evaluate(TOP)).doubleValue();
    }

    private static final String TOP = """
        () => document.querySelector('li[data-open]').getBoundingClientRect().top
            - document.querySelector('.virtual').getBoundingClientRect().top
        """;
}
