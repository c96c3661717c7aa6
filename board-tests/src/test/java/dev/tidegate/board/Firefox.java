package dev.tidegate.board;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.Optional;

/** Debian's Firefox, as people have it: driven over WebDriver BiDi, not by a patched one. */
final class Firefox extends Viewers {
    private static final Optional<Path> INSTALLED = installed("/usr/bin/firefox-esr", "/usr/bin/firefox");

    Firefox() {
        super(Firefox::launch);
    }

    static boolean isInstalled() {
        return INSTALLED.isPresent();
    }

    private static Browser launch(Playwright playwright) {
        return playwright
                .firefox()
                .launch(new BrowserType.LaunchOptions()
                        .setChannel("moz-firefox")
                        .setExecutablePath(INSTALLED.orElseThrow()));
    }
}
