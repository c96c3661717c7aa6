package dev.tidegate.board;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium. Each viewer is a browser of its own: no cookies, no workers in common. */
final class Chrome implements AutoCloseable {
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

    private final Playwright playwright;
    private final Browser browser;
    private final List<Viewer> viewers = new ArrayList<>();

    Chrome() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Path chromium = PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no Chromium: apt-get install chromium"));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        // as root it has no sandbox; nothing beside the gateway is there to be asked
                        .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
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
