package dev.tidegate.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Pages that are open at the same time. */
final class Crowd {
    private static final long PATIENCE_SECONDS = 60;

    private final List<Page> pages = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** Opens so many within a second, and waits until each of them is live. */
    Crowd(Asks asks, Lines lines, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            Page page = new Page(asks, lines, 1_000L * i / count);
            pages.add(page);
            threads.add(Thread.ofVirtual().start(page));
        }
        await("pages to be live", () -> pages.stream().allMatch(Page::live));
    }

    /** One page of so many loses its connection, and comes back at once. */
    void reconnect(int oneOf) throws IOException {
        for (int i = 0; i < pages.size(); i += oneOf) {
            pages.get(i).reconnect();
        }
    }

    /** Waits until all have had the same last event; for when nothing happens any more. */
    void awaitSame() throws IOException, InterruptedException {
        await(
                "all pages to have had the same",
                () -> pages.stream().map(Page::last).collect(Collectors.toSet()).size() == 1);
    }

    long lost() {
        return pages.stream().filter(Page::lost).count();
    }

    void close() throws IOException, InterruptedException {
        for (Page page : pages) {
            page.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("waited " + PATIENCE_SECONDS + " s in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
