package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
    private static final String ROW = ".incident-row";

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
        return chrome.viewer(gateway.url()).open("/").typeNameAndPassword(name, password);
    }

    @Test
    void whoIsNotKnownSignsInAndComesToWhereTheyWereGoing() {
        Viewer viewer = chrome.viewer(gateway.url()).open("/ui/silences?by=address");
        viewer.see("#name");
        viewer.isAccessible().picture(Pictures.file("sign-in"));
        viewer.signIn("rosa", PASSWORD, "/ui/silences?by=address").seeText("Nothing is silenced");
        viewer.page.getByText("Sign out").click();
        viewer.see("#name");
        viewer.open("/ui/sign-in?next=//elsewhere.example").typeNameAndPassword("rosa", PASSWORD);
        viewer.see("nav a[aria-current]");
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
        viewer.tabTo(viewer.button("Sign out")).press("Enter").see("#name");
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
        assertThat(viewer.page.locator("nav a").allTextContents())
                .containsExactly("Incidents", "Rollouts", "Changes", "Silences", "Audit");
        viewer.open("/ui/incidents").see("nav a[aria-current]:has-text('Incidents')");
        viewer.seeText("There has been no incident of acme");
        viewer.isAccessible();
        assertThat(viewer.page.evaluate("() => fetch('/api/v1/incidents').then((answer) => answer.status)"))
                .as("their own")
                .isEqualTo(200);
        for (String path : new String[] {"/api/v1/users", "/actuator/prometheus", "/api/v1/topology?node=a"}) {
            assertThat(viewer.page.evaluate("path => fetch(path).then((answer) => answer.status)", path))
                    .as(path)
                    .isEqualTo(403);
        }
    }

    @Test
    void aCustomerTakesAnIncidentOfTheirsAndSeesNoneOfAnother() {
        gateway.person("sender", PASSWORD, Office.OTHER_TENANT, "ingest");
        gateway.person("olga", PASSWORD, Office.OTHER_TENANT, "responder");
        gateway.alertAs("sender", PASSWORD, labels("oth001"));
        gateway.alert(labels("cmp077"));
        Viewer rosa = chrome.viewer(gateway.url()).signIn("rosa", PASSWORD, "/ui/incidents?site=us1");
        rosa.page.waitForCondition(() -> rosa.page.locator(ROW).count() == 2);
        String others = Objects.requireNonNull(
                        rosa.see(ROW + ":has-text('cmp077')").getAttribute("id"))
                .substring("row-".length());

        Viewer olga = chrome.viewer(gateway.url()).signIn("olga", PASSWORD, "/ui/incidents");
        List<String> refused = new ArrayList<>();
        olga.page.onResponse(answer -> {
            if (answer.status() >= 400) {
                refused.add(answer.status() + " " + answer.url());
            }
        });
        olga.see(".banner[data-incidents='1']");
        assertThat(olga.page.locator(ROW).allTextContents())
                .singleElement(STRING)
                .contains("oth001");
        olga.isAccessible().press("j", "Enter").see(".member[data-row]");
        olga.seeText("Likely cause");
        olga.key("Acknowledge").see(".state[data-state=acknowledged]");
        olga.see(".timeline li[data-kind='incident.acknowledged']");
        assertThat(olga.page.getByText("What hangs together").count())
                .as("the topology is of all tenants")
                .isZero();
        olga.isAccessible().key("Silence").see("dialog [name=comment]");
        olga.tabTo(olga.page.locator("dialog [name=comment]")).type("known").press("Enter");
        olga.seeText("Silenced");
        olga.press("g", "s").see("tr[data-row]");
        olga.isAccessible().press("j").see("tr[data-row]:focus");
        olga.press("x").asked();
        olga.press("Enter").seeText("Nothing is silenced");
        rosa.see(ROW + "[data-state=acknowledged]:has-text('oth001')");
        assertThat(refused).isEmpty();

        olga.open("/ui/incidents/" + others).seeText("There is no such incident");
        olga.open("/ui/incidents?node=cmp077").seeText("No incident matches");
    }

    private static String labels(String node) {
        return "{\"alertname\":\"DiskFull\",\"severity\":\"major\",\"host\":\"%s\",\"cluster\":\"us1\"}"
                .formatted(node);
    }
}
