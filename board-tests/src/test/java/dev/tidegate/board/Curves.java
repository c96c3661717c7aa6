package dev.tidegate.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.Map;

/** What is drawn on a chart. */
final class Curves {
    private static final String COUNT = """
        (canvas, name) => {
          const probe = document.createElement('i');
          probe.style.color = getComputedStyle(document.documentElement).getPropertyValue(name);
          document.body.append(probe);
          const wanted = getComputedStyle(probe).color.match(/[\\d.]+/g).map(Number);
          probe.remove();
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let found = 0;
          for (let i = 0; i < data.length; i += 4) {
            found += data[i + 3] > 200 && [0, 1, 2].every((c) => Math.abs(data[i + c] - wanted[c]) < 12) ? 1 : 0;
          }
          return found;
        }
        """;

    private Curves() {}

    /** Each curve is there in the colour of the page that it is for. */
    static void assertDrawn(Locator signal, Map<String, String> colours) {
        Locator canvas = signal.locator("canvas").first();
        canvas.waitFor();
        colours.forEach((curve, colour) -> assertThat(((Number) canvas.evaluate(COUNT, colour)).intValue())
                .as(curve)
                .isGreaterThan(20));
    }
}
