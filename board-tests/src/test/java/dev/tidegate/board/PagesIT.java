package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages over made-up facts: a rollout in which everything is at odds, very many incidents, an old browser. */
@Tag("peer")
class PagesIT {
    private final FakeGateway gateway = new FakeGateway();
    private final Chrome chrome = new Chrome();

    @AfterEach
    void close() {
        try (gateway;
                chrome) {
            assertThat(gateway.url()).isNotEmpty();
        }
    }

    @Test
    void whatIsAtOddsIsSaid() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/rollouts/r-7");
        viewer.seeText("4 of 5 nodes reporting");
        viewer.seeText("cmp006 does not report");
        viewer.seeText("the newest sample is 90 s old");
        viewer.seeText("Held: salt does not answer");
        viewer.page.getByText("5 not as they should be").click();
        viewer.seeText("the minion does not answer");
        viewer.isAccessible();
    }

    @Test
    void twoThousandIncidentsScrollSmoothly() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents");
        Locator first = viewer.see(".incident-row");
        viewer.page.waitForCondition(
                () -> "2000".equals(first.locator("xpath=..").getAttribute("aria-setsize")));
        viewer.isAccessible();
        Scrolling scrolling = Scrolling.of(viewer.page);
        Figures.smooth(50, scrolling, "2,000 incidents");
        assertThat(scrolling.rows()).as("rows that are there").isBetween(1, 60);
        viewer.press("j", "j", "k").see("[data-chosen]"); // with the next drawing
        assertThat(viewer.page.locator("[data-chosen]").count()).isEqualTo(1);
        assertThat(viewer.page.title()).isEqualTo("(2,000) Incidents · Tidegate");
    }

    @Test
    void aBrowserWithoutSharedWorkersFollowsByItself() {
        Viewer viewer = chrome.viewer(gateway.url());
        viewer.page.addInitScript("delete globalThis.SharedWorker");
        viewer.open("/ui/incidents").see(".stream[data-stream=live]");
        viewer.see("[data-incidents='2000']");
    }
}
