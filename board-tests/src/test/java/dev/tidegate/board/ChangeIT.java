package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tidegate.fleet.SimulatedNode;
import dev.tidegate.fleet.demo.Cast;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * A change's whole way on the pages of a real gateway: drafted from an incident, tried in staging, approved by its customer,
 * rolled out to simulated nodes, pulled back by itself; another one held and pulled back by hand; all of it in the audit.
 */
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OfficeKeeper.class)
class ChangeIT {
    private static final String TITLE = "Answer requests faster";
    private static final String EVERYWHERE = "{site=\"eu1\", staging=\"false\"}";
    private static final String IS_HELD = ".held:has-text('Held:')";
    private static final String MONA_WATCHES = "dt:has-text('Monitor') + dd:has-text('mona')";
    private static final String REFUSAL = "not in the week before the sale";
    private static final String HELD = "the message bus is being mended";
    private static final Duration SOAK = Duration.ofSeconds(5);

    private final Office office;
    private final Chrome chrome = new Chrome();
    private String change = "";
    private String rollout = "";

    ChangeIT(Office office) {
        this.office = office;
    }

    @AfterAll
    void stop() {
        chrome.close();
    }

    private Viewer viewer(String name, String path) {
        return chrome.viewer(office.gateway().url(), 1360, 1180, ColorScheme.LIGHT)
                .signIn(name, Office.PASSWORD, path);
    }

    private static String last(Viewer viewer) {
        return viewer.page.url().substring(viewer.page.url().lastIndexOf('/') + 1);
    }

    @Test
    @Order(1)
    void aChangeIsDraftedFromAnIncidentAndTriedInStaging() {
        office.gateway()
                .alert(
                        "{\"alertname\":\"SlowAnswers\",\"severity\":\"critical\",\"host\":\"cmp003\",\"cluster\":\"eu1\"}");
        Viewer ada = viewer(Cast.AUTHOR, "/ui/incidents");
        ada.seeText("cmp003");
        ada.press("j", "Enter").button("Draft a change").waitFor();
        String incident = last(ada);
        ada.key("Draft a change").seeText("For incident");
        ada.isAccessible();
        ada.write("Title", TITLE)
                .write("Repository", "infra")
                .write("Revision", office.repository().wanted())
                .write("States to apply", "service")
                .write("Nodes", EVERYWHERE);
        // a clock's field is typed part by part, in the order of the browser's language
        ada.page
                .getByLabel("Start", new Page.GetByLabelOptions().setExact(true))
                .fill(LocalDateTime.now(ZoneId.of("Europe/Berlin"))
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString());
        ada.write("How its health is judged (YAML)", office.policy()).write("Tests on staging, one a line", "true");
        ada.tabTo(ada.button("Draft it")).press("Enter").button("Staging").waitFor();
        change = last(ada);
        ada.key("Staging").asked();
        ada.answer("").seeText("passed");
        ada.page
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(incident))
                .click();
        ada.page
                .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Changes and rollouts nearby"))
                .getByText(TITLE)
                .waitFor();
    }

    @Test
    @Order(2)
    void aCustomerSeesTheirOwnAndApprovesExactlyThisContentByKeyboard() throws Exception {
        String others = office.change("Somebody else's workers", "{site=\"us1\"}")
                .path("id")
                .asString("");
        Viewer sven = viewer(Cast.SUPPORT, "/ui/changes/" + change);
        sven.key("Approve").answer("tried in staging").seeText("tried in staging");

        Viewer carla = viewer(Cast.CUSTOMER, "/ui/changes");
        carla.seeText("waits for you");
        assertThat(carla.page.getByText("Somebody else's workers").count()).isZero();
        carla.isAccessible()
                .tabTo(carla.page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(TITLE)))
                .press("Enter")
                .button("Approve")
                .waitFor();
        carla.seeText("America/Chicago");
        carla.seeText("Europe/Berlin");
        carla.isAccessible().picture(Pictures.file("change"));
        String hash = office.read("/changes/" + change).path("hash").asString("");
        assertThat(carla.key("Approve").asked().textContent()).contains(hash);
        carla.answer("fine with us").seeText("fine with us");
        JsonNode approved = office.read("/changes/" + change);
        assertThat(approved.path("state").asString("")).isEqualTo("approved");
        assertThat(approved.path("approvals").findValuesAsString("by")).containsExactly("sven", "carla");
        assertThat(approved.path("approvals").findValuesAsString("hash")).containsOnly(hash);

        assertThat(
                        carla.page.evaluate(
                                "() => fetch('/api/v1/incidents').then((answer) => answer.json()).then((page) => page.items.length)"))
                .as("incidents of others")
                .isEqualTo(0);
        carla.open("/ui/changes/" + others).seeText("There is no such change");
        carla.open("/ui/changes/new?incident=x").isAccessible();
    }

    @Test
    @Order(3)
    void aCustomerRefusesWithAReasonAndAnotherTenantFindsNothing() throws Exception {
        String refused = office.change("Answer requests even faster", EVERYWHERE)
                .path("id")
                .asString("");
        Viewer carla = viewer(Cast.CUSTOMER, "/ui/changes/" + refused);
        carla.key("Refuse").asked();
        carla.press("Enter"); // without a reason nothing is sent
        assertThat(office.read("/changes/" + refused).path("state").asString(""))
                .isNotEqualTo("refused");
        carla.answer(REFUSAL).seeText(REFUSAL);
        assertThat(office.read("/changes/" + refused).path("state").asString(""))
                .isEqualTo("refused");

        Viewer otto = viewer("otto", "/ui/changes/" + refused);
        otto.seeText("There is no such change");
        otto.open("/ui/changes").seeText("Somebody else's workers");
        assertThat(otto.page.getByText(TITLE).count()).isZero();
    }

    @Test
    @Order(4)
    void aBadRolloutIsPulledBackByItselfWhileThePageWatches() throws Exception {
        rollout = office.acts()
                .start(office.read("/changes/" + change), SOAK)
                .path("id")
                .asString("");
        Viewer mona = viewer(Cast.MONITOR, "/ui/rollouts/" + rollout);
        Strip strip = new Strip(mona.page);
        mona.see(MONA_WATCHES);
        mona.key("I watch this").asked();
        mona.answer("").see(".wave[aria-label='Wave 1'][data-state=healthy]");
        Locator errors = mona.page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Signal errors"));
        mona.see("article[data-phase=pulling-back]");
        errors.and(mona.page.locator("[data-verdict=unhealthy]")).waitFor();
        assertThat(errors.textContent()).contains("limit of 0.05");
        assertThat(mona.page.getByLabel("Verdicts").textContent()).contains("unhealthy");
        Curves.assertDrawn(errors, Map.of("wave", "--accent", "control", "--soft", "limit", "--critical"));
        mona.picture(Pictures.file("rollout")).isAccessible();

        mona.see("article[data-phase=pulled-back]");
        assertThat(story(mona)).contains("wave 2").contains("errors");
        List<String> told = office.read("/rollouts/" + rollout + "/story")
                .path("text")
                .asString("")
                .lines()
                .map(String::strip)
                .toList();
        // the last of it is written after the end, and comes to the page a moment later
        mona.page.waitForCondition(() -> told.stream().allMatch(story(mona)::contains));
        assertThat(mona.button("Pull back").count() + mona.button("Hold").count())
                .as("nothing can be done with what is over")
                .isZero();
        mona.isAccessible();
        assertThat(strip.seen(2)).contains("untouched", "under way", "proven", "going back", "back");
        assertThat(strip.colours(2)).as("each state has a colour").hasSameSizeAs(strip.seen(2));
        assertThat(strip.seen(3)).containsExactly("untouched");
        assertEveryNodeHas(office.repository().former());
    }

    @Test
    @Order(5)
    void aRolloutIsHeldResumedAndPulledBackByHand() throws Exception {
        String urgent =
                office.change("Answer requests at once", EVERYWHERE).path("id").asString("");
        Viewer emil = viewer(Cast.EXECUTOR, "/ui/changes/" + urgent);
        emil.key("Break the glass")
                .answer("nobody gets an answer")
                .key("Roll out")
                .asked();
        emil.answer("").page.waitForURL(url -> url.contains("/ui/rollouts/"));
        String byHand = last(emil);
        emil.button("Hold").waitFor();
        assertThat(emil.button("I watch this").count())
                .as("executor and monitor are two")
                .isZero();

        Viewer mona = viewer(Cast.MONITOR, "/ui/rollouts");
        mona.isAccessible()
                .tabTo(mona.page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName("Answer requests at once")))
                .press("Enter")
                .see(MONA_WATCHES);
        mona.key("I watch this").asked();
        mona.answer("").see(".wave[aria-label='Wave 1'] [data-node=proven]");
        mona.key("Hold").asked();
        mona.isAccessible().answer(HELD);
        emil.seeText(HELD);
        emil.key("Resume").asked();
        emil.answer("").page.locator(IS_HELD).waitFor(gone());
        mona.page.locator(IS_HELD).waitFor(gone());
        assertThat(mona.key("Pull back").asked().textContent()).contains("1 node");
        mona.answer("it was a mistake");
        for (Viewer one : List.of(mona, emil)) {
            one.see("article[data-phase=pulled-back]");
            assertThat(story(one)).contains("mona").contains("it was a mistake");
        }
        assertThat(office.read("/rollouts/" + byHand).path("phase").asString(""))
                .isEqualTo("pulled-back");
        assertEveryNodeHas(office.repository().former());
    }

    private static Locator.WaitForOptions gone() {
        return new Locator.WaitForOptions().setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN);
    }

    private static String story(Viewer viewer) {
        return String.valueOf(viewer.page
                .getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What happened"))
                .textContent());
    }

    private void assertEveryNodeHas(String revision) {
        assertThat(office.fleet().nodes())
                .filteredOn(node -> !node.isStaging())
                .extracting(SimulatedNode::revision)
                .containsOnly(revision);
    }

    @Test
    @Order(6)
    void aRolloutIsAbortedAndItsEmergencyLookedAtByKeyboard() throws Exception {
        String urgent =
                office.change("Answer requests some day", EVERYWHERE).path("id").asString("");
        Viewer emil = viewer(Cast.EXECUTOR, "/ui/changes/" + urgent);
        emil.key("Break the glass")
                .answer("nobody gets an answer")
                .key("Roll out")
                .asked();
        emil.answer("").page.waitForURL(url -> url.contains("/ui/rollouts/"));
        String stopped = last(emil);
        assertThat(emil.key("Abort").asked().textContent()).contains("No node has been touched");
        emil.isAccessible().answer("it was found by hand").see("article[data-phase=aborted]");
        assertThat(story(emil)).contains("emil", "it was found by hand");
        assertThat(office.read("/rollouts/" + stopped).path("phase").asString(""))
                .isEqualTo("aborted");

        Viewer sven = viewer(Cast.SUPPORT, "/ui/changes/" + urgent);
        sven.key("Look at the emergency").asked();
        sven.answerAtLength("nothing was touched").seeText("looked at by sven");
    }

    @Test
    @Order(7)
    void theAuditHasItAllAndIsSound() throws Exception {
        Viewer sven = viewer(Cast.SUPPORT, "/ui/audit?subject=" + change);
        sven.page.getByRole(AriaRole.ROW).getByText("carla").first().waitFor();
        assertThat(sven.page.locator("tr[data-row]").evaluateAll("rows => rows.map((row) => +row.dataset.row)"))
                .asInstanceOf(InstanceOfAssertFactories.list(Integer.class))
                .as("the newest first")
                .hasSizeGreaterThan(2)
                .isSortedAccordingTo(Comparator.reverseOrder());
        sven.isAccessible().picture(Pictures.file("audit"));
        sven.key("Verify").seeText("Sound: ");
        sven.open("/ui/audit?actor=mona")
                .page
                .getByRole(AriaRole.ROW)
                .getByText("mona")
                .first()
                .waitFor();
        String told = String.valueOf(sven.page.getByRole(AriaRole.TABLE).textContent());
        assertThat(told).contains("rollout.acknowledged", "rollout.held", "rollout.phase");

        Viewer otto = viewer("otto", "/ui/audit");
        otto.page
                .getByRole(AriaRole.ROW)
                .getByText("Somebody else")
                .or(otto.page.getByRole(AriaRole.ROW))
                .first()
                .waitFor();
        assertThat(otto.page.getByText("carla").count()
                        + otto.page.getByText("mona").count())
                .as("another tenant's records")
                .isZero();
        otto.open("/ui/rollouts/" + rollout).seeText("There is no such rollout");
    }
}
