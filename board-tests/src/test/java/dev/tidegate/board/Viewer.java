package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Somebody who looks at the dashboard. Whatever the browser complains of fails the test at the end: errors of scripts,
 * violations of the content security policy, and requests to any other host.
 */
final class Viewer implements AutoCloseable {
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    /** Others may use the machine too. */
    private static final double PATIENCE_MILLIS = 60_000;

    /** As the one browser or the other spells it. */
    private static final Pattern CSP = Pattern.compile("Content[ -]Security[ -]Policy");

    private static final int MOST_STOPS = 600;
    private static final int STOPS_AT_ONCE = 15;
    private static final String BEGIN = """
        () => {
          document.activeElement.blur();
          globalThis.reached = new Set();
          addEventListener('focusin', (event) => globalThis.reached.add(event.target));
        }
        """;

    private static final String LEFT_OUT = """
        () => [...document.querySelectorAll('a[href], button, summary, input, select, textarea')]
            .filter((one) => one.checkVisibility() && !one.disabled && !globalThis.reached.has(one))
            .map((one) => one.outerHTML.slice(0, 120))
        """;

    final Page page;
    private final BrowserContext context;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Viewer(BrowserContext context, String gateway) {
        this.context = context;
        context.onRequest(request -> noteForeign(request, gateway));
        context.onConsoleMessage(this::noteConsole);
        context.onWebError(error -> complaints.add("error in a script: " + error.error()));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
    }

    private void noteForeign(Request request, String gateway) {
        String url = request.url();
        if (!url.startsWith(gateway + "/") && !url.startsWith("data:") && !url.startsWith("blob:")) {
            complaints.add("a request to another host: " + url);
        }
    }

    private void noteConsole(ConsoleMessage message) {
        if (CSP.matcher(message.text()).find()) {
            complaints.add(message.text());
        }
    }

    /** Signs in by name and password, and comes to where they were going. */
    Viewer signIn(String name, String password, String path) {
        open(path).typeNameAndPassword(name, password);
        page.waitForURL(url -> url.endsWith(path));
        return this;
    }

    /** Who is asked to sign in only has to type. */
    Viewer typeNameAndPassword(String name, String password) {
        page.waitForFunction("() => document.activeElement?.id === 'name'");
        return type(name).press("Tab").type(password).press("Enter");
    }

    /** Presses the key that a button shows. */
    Viewer key(String button) {
        Locator shown = button(button);
        shown.waitFor();
        return press(Objects.requireNonNull(shown.getAttribute("aria-keyshortcuts"), button + " has no key"));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The question that stands in front of everything. */
    Locator asked() {
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        dialog.waitFor();
        return dialog;
    }

    /** Answers the question by its first field and Enter, and waits until it is gone. */
    Viewer answer(String text) {
        Locator dialog = asked();
        type(text).press("Enter");
        dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        return this;
    }

    /** Answers it where Enter begins a new line. */
    Viewer answerAtLength(String text) {
        Locator dialog = asked();
        type(text).press("Control+Enter");
        dialog.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
        return this;
    }

    /** Goes to a field by Tab and writes into it what it shall say. */
    Viewer write(String label, String text) {
        tabTo(page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)));
        press("Control+A");
        page.keyboard().insertText(text);
        return this;
    }

    /** Another page in the same browser. */
    Page another() {
        return context.newPage();
    }

    Viewer open(String path) {
        page.navigate(path);
        return this;
    }

    Viewer press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
        return this;
    }

    /** Moves the focus as Tab does, until it is on this; fails when Tab never gets there. */
    Viewer tabTo(Locator target) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            if ((boolean) target.evaluate("element => element === document.activeElement")) {
                return this;
            }
        }
        throw new AssertionError("Tab does not lead to " + target);
    }

    /** All that can be done here is come to by Tab: fails with what is not. */
    Viewer tabsToEverything() {
        page.evaluate(BEGIN);
        List<?> left;
        int stops = 0;
        do {
            for (int i = 0; i < STOPS_AT_ONCE; i++) {
                page.keyboard().press("Tab");
            }
            stops += STOPS_AT_ONCE;
            left = (List<?>) page.evaluate(LEFT_OUT);
        } while (!left.isEmpty() && stops < MOST_STOPS);
        assertThat(left).as("out of reach of Tab on " + page.url()).isEmpty();
        return this;
    }

    Viewer type(String text) {
        page.keyboard().type(text);
        return this;
    }

    Locator see(String selector) {
        Locator found = page.locator(selector).first();
        found.waitFor();
        return found;
    }

    Locator seeText(String text) {
        Locator found = page.getByText(text).first();
        found.waitFor();
        return found;
    }

    /** Nothing that keeps people out: no finding of axe-core that is serious. */
    Viewer isAccessible() {
        return hasNothingSerious(new AxeBuilder(page));
    }

    private Viewer hasNothingSerious(AxeBuilder axe) {
        List<Rule> findings = axe.analyze().getViolations().stream()
                .filter(rule -> SERIOUS.contains(rule.getImpact()))
                .toList();
        assertThat(findings)
                .as(() ->
                        page.url() + ": " + findings.stream().map(Viewer::told).toList())
                .isEmpty();
        return this;
    }

    private static String told(Rule rule) {
        return rule.getId() + " at "
                + rule.getNodes().stream()
                        .limit(4)
                        .map(node -> node.getTarget() + " " + node.getHtml())
                        .toList();
    }

    Viewer picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        return this;
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).isEmpty();
    }
}
