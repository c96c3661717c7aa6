package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pages over made-up facts: signing in, a rollout that is pulled back, a change that is approved, very many incidents. */
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

    private Viewer signedIn(String name, String path) {
        Viewer viewer =
                chrome.viewer(gateway.url(), 1360, 1180, ColorScheme.LIGHT).open(path);
        viewer.see("#name");
        viewer.type(name).press("Tab").type(FakeGateway.PASSWORD).press("Enter");
        viewer.page.waitForURL(url -> url.endsWith(path));
        return viewer;
    }

    @Test
    void whoIsNotKnownSignsInAndComesToWhereTheyWereGoing() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/rollouts/r-7");
        viewer.see("#name");
        viewer.isAccessible().picture(Pictures.file("sign-in"));
        viewer.type("mona").press("Tab").type("a wrong one").press("Enter");
        viewer.seeText("name and password do not belong together");
        viewer.isAccessible();
        viewer.page.locator("#password").fill(FakeGateway.PASSWORD);
        viewer.press("Enter");
        viewer.seeText("Raise nova-compute's RPC timeout");
        assertThat(viewer.page.url()).endsWith("/ui/rollouts/r-7");
        viewer.page.getByText("Sign out").click();
        viewer.see("#name");
        viewer.open("/ui/sign-in?next=//elsewhere.example").see("#name");
        viewer.type("mona").press("Tab").type(FakeGateway.PASSWORD).press("Enter");
        viewer.see(".incident-row");
    }

    @Test
    void aBadRolloutIsPulledBackWhileThePageWatches() {
        Viewer viewer = signedIn("mona", "/ui/rollouts");
        viewer.see(".card");
        viewer.isAccessible().tabTo(viewer.page.locator(".card")).press("Enter");
        viewer.see("tide-chart canvas");
        viewer.seeText("5 of 5 nodes reporting");
        viewer.isAccessible();
        viewer.press("w").seeText("You cannot be its executor");
        viewer.press("Enter").seeText("done: monitor");
        viewer.press("h").seeText("no further wave starts");
        viewer.type("the message bus is being mended").press("Enter");
        viewer.seeText("Held: the message bus is being mended");
        assertThat(gateway.rollout.acted.get()).isEqualTo("hold {\"reason\":\"the message bus is being mended\"}");
        viewer.press("p").seeText("6 nodes go back to what they had before: wave 2, then 1");
        viewer.isAccessible().press("Escape");
        gateway.rollout.goesWrong();
        viewer.see("article[data-phase=pulling-back]");
        viewer.see(".signal[data-verdict=unhealthy]");
        viewer.isAccessible().picture(Pictures.file("rollout"));
        gateway.rollout.isBack();
        viewer.see(".story");
        assertThat(viewer.see(".story").textContent()).contains("could not be chance");
        assertThat(viewer.page.locator(".actions button").count()).isZero();
        viewer.isAccessible();
    }

    @Test
    void aCustomerApprovesExactlyThisContentByKeyboard() {
        Viewer viewer = signedIn("clara", "/ui/changes");
        viewer.seeText("waits for you");
        viewer.isAccessible().tabTo(viewer.page.locator(".card")).press("Enter");
        viewer.seeText("America/Chicago");
        viewer.seeText("Europe/Berlin");
        viewer.seeText("53.1 %");
        viewer.isAccessible().picture(Pictures.file("change"));
        viewer.press("a").seeText("You approve exactly this content");
        viewer.type("fine with us").press("Enter");
        viewer.seeText("both sides have approved");
        assertThat(gateway.change.decided.get().path("side").asString("")).isEqualTo("customer");
        assertThat(gateway.change.decided.get().path("granted").asBoolean(false))
                .isTrue();
        assertThat(gateway.change.decided.get().path("hash").asString("")).startsWith("9f2c1a4be0d3");
        assertThat(viewer.page.locator("nav a").allTextContents()).containsExactly("Rollouts", "Changes", "Audit");
    }

    @Test
    void auditAndDraftsAndSilencesAreReadable() {
        Viewer viewer = signedIn("mona", "/ui/audit");
        viewer.seeText("change.approved");
        viewer.isAccessible().press("v").seeText("Sound: 42 records");
        viewer.open("/ui/changes/new?incident=acme-4").seeText("For incident");
        viewer.isAccessible();
        viewer.open("/ui/silences").seeText("Nothing is silenced");
        viewer.isAccessible();
        viewer.open("/ui/nowhere").seeText("There is no such page");
        viewer.isAccessible();
    }

    @Test
    void twoThousandIncidentsScrollSmoothly() {
        Viewer viewer = signedIn("mona", "/ui/incidents");
        Locator first = viewer.see(".incident-row");
        viewer.page.waitForCondition(
                () -> "2000".equals(first.locator("xpath=..").getAttribute("aria-setsize")));
        viewer.isAccessible();
        assertThat(viewer.page.locator(".incident-row").count())
                .as("rows that are there")
                .isLessThan(60);
        Object frames = viewer.page.evaluate(SCROLL);
        System.out.println("frames a second while 2,000 incidents scroll: " + frames);
        assertThat(((Number) frames).doubleValue())
                .as("on a machine that may be busy")
                .isGreaterThan(15);
        viewer.press("j", "j", "k");
        assertThat(viewer.page.locator("[data-chosen]").count()).isEqualTo(1);
        assertThat(viewer.page.title()).isEqualTo("(2,000) Incidents · Tidegate");
    }

    private static final String SCROLL = """
            () => new Promise((done) => {
              const box = document.querySelector('.virtual');
              const begin = performance.now();
              let frames = 0;
              const step = (now) => {
                frames++;
                box.scrollTop = ((now - begin) * 8) % (box.scrollHeight - box.clientHeight);
                now - begin < 3000 ? requestAnimationFrame(step) : done(Math.round(frames / ((now - begin) / 1000)));
              };
              requestAnimationFrame(step);
            })
            """;
}
