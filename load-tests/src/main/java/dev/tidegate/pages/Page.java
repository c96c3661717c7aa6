package dev.tidegate.pages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One open board, as {@code js/pages/incidents} has it: it asks who is there and for all rows, follows the stream, asks for
 * the counts at most once a second when something has changed, and for the sparklines of the rows in sight every five.
 * Scripts and styles are kept by browsers for ever, so they are not asked for.
 */
final class Page implements Runnable {
    private static final int FIRST_PAGE = 100;
    private static final int NEXT_PAGES = 500;
    private static final int IN_SIGHT = 20;
    private static final int ARRIVALS_EVERY = 5;

    private final Asks asks;
    private final Lines lines;
    private final long offsetMillis;
    private final List<String> sight = new ArrayList<>();
    private volatile @Nullable Line line;
    private volatile boolean closed;

    /** @param offsetMillis when in a second it asks, so that not all pages do so at once */
    Page(Asks asks, Lines lines, long offsetMillis) {
        this.asks = asks;
        this.lines = lines;
        this.offsetMillis = offsetMillis;
    }

    @Override
    public void run() {
        try {
            TimeUnit.MILLISECONDS.sleep(offsetMillis);
            asks.get("/ui/incidents");
            asks.get("/api/v1/me");
            line = lines.open("");
            rows();
            for (int second = 1; !closed; second++) {
                TimeUnit.SECONDS.sleep(1);
                Line now = line;
                if (closed || now == null || !now.takeNews()) {
                    continue;
                }
                asks.get("/api/v1/incidents/counts");
                if (second % ARRIVALS_EVERY == 0) {
                    sparklines();
                }
            }
        } catch (IOException e) {
            asks.failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rows() throws InterruptedException {
        String path = "/api/v1/incidents?limit=" + FIRST_PAGE;
        while (!path.isEmpty()) {
            JsonNode page = asks.get(path);
            for (JsonNode item : page.path("items")) {
                if (sight.size() < IN_SIGHT) {
                    sight.add(item.path("id").asString(""));
                }
            }
            String next = page.path("nextCursor").asString("");
            path = next.isEmpty() ? "" : "/api/v1/incidents?limit=" + NEXT_PAGES + "&cursor=" + next;
        }
        sparklines();
    }

    private void sparklines() throws InterruptedException {
        if (!sight.isEmpty()) {
            asks.get("/api/v1/incidents/arrivals?id=" + String.join(",", sight));
        }
    }

    boolean live() {
        Line now = line;
        return now != null && now.live();
    }

    /** The gateway has let go of its stream. */
    boolean lost() {
        Line now = line;
        return now != null && now.ended();
    }

    /** The last event that it has had. */
    String last() {
        Line now = line;
        return now == null ? "" : now.last();
    }

    /** Loses its connection and comes back, as on a train. */
    void reconnect() throws IOException {
        Line before = line;
        if (before != null) {
            before.close();
            line = lines.open(before.last());
        }
    }

    void close() throws IOException {
        closed = true;
        Line now = line;
        if (now != null) {
            now.close();
        }
    }
}
