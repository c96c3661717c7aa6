package dev.tidegate.board;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;

/** Debian's Chromium. */
final class Chrome extends Viewers {
    Chrome() {
        super(Chrome::launch);
    }

    private static Browser launch(Playwright playwright) {
        Path chromium = installed("/usr/bin/chromium", "/usr/bin/chromium-browser")
                .orElseThrow(() -> new IllegalStateException("there is no Chromium: apt-get install chromium"));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        // as root it has no sandbox; nothing beside the gateway is there to be asked
                        .setArgs(List.of("--no-sandbox", "--disable-background-networking")));
    }
}
