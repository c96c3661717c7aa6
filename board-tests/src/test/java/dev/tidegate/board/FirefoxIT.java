package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What matters most, in the other engine: signing in, taking an incident on by keyboard, every page. */
@Tag("peer")
@ExtendWith(OfficeKeeper.class)
class FirefoxIT {
    private static final String ROW = ".incident-row";
    private static final String READY = "() => document.querySelector('h1') && !document.querySelector('.loading')";
    private static final String ALERT = """
        {"alertname":"LinkDown","severity":"minor","host":"fox001","cluster":"den"}\
        """;

    private final RealGateway gateway;

    FirefoxIT(Office office) {
        gateway = office.gateway();
    }

    @Test
    void showsAndDoesTheSame() {
        assumeTrue(Firefox.isInstalled(), "Firefox is not installed: apt-get install firefox-esr");
        gateway.alert(ALERT);
        try (Firefox firefox = new Firefox()) {
            Viewer rosa = firefox.viewer(gateway.url()).signIn("rosa", Office.PASSWORD, "/ui/incidents?site=den");
            rosa.see(ROW);
            rosa.see(".stream[data-stream=live]");
            rosa.isAccessible().press("j").see(ROW + "[data-chosen]");
            rosa.press("a").see(ROW + "[data-state=acknowledged]");
            rosa.press("Enter").see(".dot[data-standing=firing]");
            rosa.isAccessible().press("c").asked();
            rosa.answerAtLength("a fox has bitten the cable").seeText("a fox has bitten the cable");
            rosa.press("r").asked();
            rosa.answer("mended").see(".incident-head .state[data-state=resolved]");
            for (String page :
                    List.of("incidents", "rollouts", "changes", "changes/new", "silences", "audit", "system")) {
                rosa.open("/ui/" + page).page.waitForFunction(READY);
                assertThat(rosa.page.locator("[role=alert]").allTextContents())
                        .as(page)
                        .isEmpty();
            }
        }
    }
}
