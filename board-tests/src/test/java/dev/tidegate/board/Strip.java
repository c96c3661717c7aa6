package dev.tidegate.board;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the strips of a rollout's nodes have said and shown since this began to look, frame by frame. */
final class Strip {
    private static final String LOOK = """
        () => {
          const seen = (globalThis.strip = new Set());
          const look = () => {
            document.querySelectorAll('ul[aria-label^="Nodes of wave"] > li').forEach((node) => {
              const wave = node.parentElement.getAttribute('aria-label').match(/\\d+/)[0];
              const colour = getComputedStyle(node).backgroundColor + ' ' + getComputedStyle(node).borderTopColor;
              seen.add(wave + '|' + node.textContent.trim().replace(/^[^:]*: /, '') + '|' + colour);
            });
            requestAnimationFrame(look);
          };
          look();
        }
        """;

    private final Page page;

    Strip(Page page) {
        this.page = page;
        page.evaluate(LOOK);
    }

    /** The words for the states of a wave's nodes, in the order in which they came. */
    Set<String> seen(int wave) {
        return column(wave, 1);
    }

    /** The colours they had. */
    Set<String> colours(int wave) {
        return column(wave, 2);
    }

    private Set<String> column(int wave, int column) {
        Set<String> found = new LinkedHashSet<>();
        for (String line : lines()) {
            String[] parts = line.split("\\|", 3);
            if (parts[0].equals(Integer.toString(wave))) {
                found.add(parts[column]);
            }
        }
        return found;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Object line : (List<?>) page.evaluate("() => [...globalThis.strip]")) {
            lines.add(String.valueOf(line));
        }
        return lines;
    }
}
