package dev.tidegate.board;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A browser and those who look through it. Each has it for themselves: no cookies, no workers in common. */
abstract class Viewers implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;
    private final List<Viewer> viewers = new ArrayList<>();

    Viewers(Function<Playwright, Browser> launch) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = launch.apply(playwright);
    }

    /** The first of these that can be started. */
    static Optional<Path> installed(String... places) {
        return List.of(places).stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A viewer of the gateway at this address, on a laptop in daylight. */
    Viewer viewer(String gateway) {
        return viewer(gateway, 1360, 860, ColorScheme.LIGHT);
    }

    Viewer viewer(String gateway, int width, int height, ColorScheme colours) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(gateway)
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin"));
        Viewer viewer = new Viewer(context, gateway);
        viewers.add(viewer);
        return viewer;
    }

    /** Fails when a viewer's browser had anything to complain about. */
    @Override
    public void close() {
        try {
            viewers.forEach(Viewer::close);
        } finally {
            playwright.close();
        }
    }
}
