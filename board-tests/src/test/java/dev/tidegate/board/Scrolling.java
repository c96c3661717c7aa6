package dev.tidegate.board;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/**
 * A list that scrolled for a while as fast as nobody does.
 *
 * @param frames drawn a second
 * @param rows that were there at once, at most
 * @param busyMillis that the page's own thread computed for a frame, by the processor's clock: what others do on the
 *     machine does not count. A frame has 20 at 50 a second
 */
record Scrolling(int frames, int rows, double busyMillis) {
    private static final double MILLIS = 1_000;
    private static final String SCROLL = """
        () => new Promise((done) => {
          const box = document.querySelector('.virtual');
          const begin = performance.now();
          let frames = 0;
          let rows = 0;
          const step = (now) => {
            frames++;
            rows = Math.max(rows, box.querySelectorAll('li').length);
            box.scrollTop = ((now - begin) * 8) % (box.scrollHeight - box.clientHeight);
            now - begin < 3000 ? requestAnimationFrame(step) : done([frames, rows, (now - begin) / 1000]);
          };
          requestAnimationFrame(step);
        })
        """;

    /** What the same machine does with a list of the same height that nobody has to fill. */
    private static final String BARE = """
        <div class="virtual" style="height:800px;overflow:auto">
          <ul style="height:200000px;background:repeating-linear-gradient(#fff 0 30px, #ddd 30px 60px)"></ul>
        </div>
        """;

    /** Of the list of a page of Chromium. */
    static Scrolling of(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        session.send("Performance.enable", json(Map.of("timeDomain", "threadTicks")));
        double before = busy(session);
        List<?> seen = (List<?>) page.evaluate(SCROLL);
        double busy = busy(session) - before;
        session.detach();
        int frames = ((Number) seen.get(0)).intValue();
        double seconds = ((Number) seen.get(2)).doubleValue();
        return new Scrolling(
                (int) Math.round(frames / seconds), ((Number) seen.get(1)).intValue(), busy * MILLIS / frames);
    }

    /** Of a list with nothing in it, in a page that ends with this: nothing scrolls faster here. */
    static Scrolling bare(Page page) {
        try (page) {
            page.setContent(BARE);
            return of(page);
        }
    }

    String told() {
        return "%d frames a second, %.1f ms computed for each, %d rows there at most"
                .formatted(frames, busyMillis, rows);
    }

    private static JsonObject json(Map<String, String> pairs) {
        JsonObject out = new JsonObject();
        pairs.forEach(out::addProperty);
        return out;
    }

    private static double busy(CDPSession session) {
        for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if ("TaskDuration".equals(metric.getAsJsonObject().get("name").getAsString())) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new IllegalStateException("this browser does not tell how long its tasks took");
    }
}
