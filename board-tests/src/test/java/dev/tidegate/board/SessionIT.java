package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may look at what, at a gateway that lets nobody in unasked. */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OfficeKeeper.class)
class SessionIT {
    private static final String PASSWORD = Office.PASSWORD;

    private final RealGateway gateway;
    private final Chrome chrome = new Chrome();

    SessionIT(Office office) {
        gateway = office.gateway();
    }

    @AfterAll
    void stop() {
        chrome.close();
    }

    private Viewer signIn(String name, String password) {
        Viewer viewer = chrome.viewer(gateway.url()).open("/");
        viewer.page.getByLabel("Name").waitFor();
        return viewer.type(name).press("Tab").type(password).press("Enter");
    }

    @Test
    void whoIsNotKnownSignsInAndComesToWhereTheyWereGoing() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/silences?by=address");
        viewer.see("#name");
        viewer.isAccessible().picture(Pictures.file("sign-in"));
        viewer.signIn("rosa", PASSWORD, "/ui/silences?by=address").seeText("Nothing is silenced");
        viewer.page.getByText("Sign out").click();
        viewer.see("#name");
        viewer.open("/ui/sign-in?next=//elsewhere.example").see("#name");
        viewer.type("rosa").press("Tab").type(PASSWORD).press("Enter").see("nav a[aria-current]");
        assertThat(viewer.page.url()).startsWith(gateway.url());
        viewer.open("/ui/nowhere").seeText("There is no such page");
        viewer.isAccessible();
    }

    @Test
    void ourOwnPeopleSeeTheBoardByNameAndPasswordAndSignOut() {
        Viewer viewer = signIn("rosa", PASSWORD);
        viewer.see(".stream[data-stream=live]");
        Page other = viewer.another();
        other.navigate("/ui/incidents");
        other.locator(".stream[data-stream=live]").waitFor();
        viewer.page.getByText("Sign out").click();
        viewer.see("#name");
        other.locator("#name").waitFor();
        viewer.open("/ui/system").see("#name");
    }

    @Test
    void aWrongPasswordIsToldAndNobodyComesIn() {
        Viewer viewer = signIn("rosa", "not the right one");
        viewer.see("[role=alert]");
        viewer.isAccessible();
        assertThat(viewer.page.url()).contains("/ui/sign-in");
        assertThat(viewer.page.evaluate("() => fetch('/api/v1/incidents').then((answer) => answer.status)"))
                .isEqualTo(401);
    }

    @Test
    void aTokenDoesTheSame() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/incidents");
        viewer.see("#name");
        viewer.page.getByText("With a token instead").click();
        viewer.page.locator("#token").fill(gateway.token("read"));
        viewer.press("Enter").see(".stream[data-stream=live]");
    }

    @Test
    void aCustomerSeesTheirOwnAndReachesNothingElse() {
        Viewer viewer = signIn("carla", PASSWORD);
        viewer.see("nav a[aria-current]");
        assertThat(viewer.page.locator("nav a").allTextContents()).containsExactly("Rollouts", "Changes", "Audit");
        viewer.open("/ui/incidents").see("nav a[aria-current]:has-text('Changes')");
        assertThat(viewer.page.evaluate("() => fetch('/api/v1/incidents').then((answer) => answer.status)"))
                .as("their own")
                .isEqualTo(200);
        for (String path : new String[] {"/api/v1/users", "/actuator/prometheus", "/api/v1/topology?node=a"}) {
            assertThat(viewer.page.evaluate("path => fetch(path).then((answer) => answer.status)", path))
                    .as(path)
                    .isEqualTo(403);
        }
    }
}
