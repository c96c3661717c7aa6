package dev.tidegate.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A hundred thousand alerts that differ: thousands of sites with a small fault each, and one whose fault has a crowd of alerts. */
final class Crowd {
    static final int FAULTS = 3_000;
    static final int BIG = 30_000;
    static final int ALL = 100_000;
    static final String OF_BIG = "fault%3D%22switch%22";
    private static final String BIG_FAULT = "switch";
    private static final int BATCH = 1_000;
    private static final List<String> SEVERITIES = List.of("warning", "minor", "critical", "major", "warning");

    /** What a label says belongs together does, and nothing else. */
    private static final String CONFIG = """
        topology_labels: [rack]
        rules:
          - name: fault
            group_by: [fault]
            window: 6h
        timing: {resolve_timeout: 6h}
        """;

    private final RealGateway gateway;
    private final AtomicInteger next = new AtomicInteger(ALL);

    Crowd(RealGateway gateway) {
        this.gateway = gateway;
    }

    static String config(Path directory) throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), CONFIG).toString();
    }

    /** Sends all of them, and gives how many milliseconds that took. */
    long send() {
        long begin = System.nanoTime();
        for (int from = 0; from < ALL; from += BATCH) {
            gateway.alerts(IntStream.range(from, from + BATCH)
                    .mapToObj(n -> n < BIG ? big(n) : small(n))
                    .toList());
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    /** More that are critical, for the incident that has most. */
    void grow(int count) {
        gateway.alerts(IntStream.range(0, count)
                .map(n -> next.getAndIncrement())
                .mapToObj(n -> alert(n, BIG_FAULT, "critical"))
                .toList());
    }

    /** New faults and more alerts of old ones, ten times a second, until it is closed. */
    AutoCloseable keepComing() {
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> sending = sender.scheduleAtFixedRate(this::more, 0, 100, TimeUnit.MILLISECONDS);
        return () -> {
            boolean failed = sending.isDone();
            sender.close();
            if (failed) {
                sending.get();
            }
        };
    }

    private void more() {
        gateway.alerts(IntStream.range(0, 20)
                .map(n -> next.getAndIncrement())
                .mapToObj(n -> alert(n, n % 2 == 0 ? BIG_FAULT : "late-" + n, "minor"))
                .toList());
    }

    private static String big(int n) {
        return alert(n, BIG_FAULT, SEVERITIES.get(n % SEVERITIES.size()));
    }

    private static String small(int n) {
        return alert(n, "fault-" + (n - BIG) * (long) FAULTS / (ALL - BIG), SEVERITIES.get(n % SEVERITIES.size()));
    }

    private static String alert(int n, String fault, String severity) {
        return """
            {"labels":{"alertname":"%s","severity":"%s","host":"node%04d","rack":"rack%02d","fault":"%s","interface":"eth%d",\
            "cluster":"%s"},"annotations":{"summary":"%s on node%04d has not answered for %d s"}}\
            """.formatted(
                        NAMES.get(n % NAMES.size()),
                        severity,
                        n % 1_500,
                        n % 1_500 % 40,
                        fault,
                        n,
                        fault,
                        NAMES.get(n % NAMES.size()),
                        n % 1_500,
                        n % 90);
    }

    private static final List<String> NAMES = List.of(
            "PacketsLost",
            "LinkDown",
            "NovaComputeDown",
            "CephOsdDown",
            "ApiSlow",
            "NtpOffsetTooHigh",
            "BgpSessionDown",
            "DiskErrors");
}
