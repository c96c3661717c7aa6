package dev.tidegate.readers;

import dev.tidegate.crash.GatewayProcess;
import dev.tidegate.crash.Numbers;
import dev.tidegate.crash.Place;
import dev.tidegate.gate.Table;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How late does a watch judge when nobody reads it, and how late when many do and some of them stall? A gateway of its own,
 * a watch of a hundred nodes beside a hundred with ten signals four times a second, and readers over real connections.
 *
 * <p>Fails when lateness grows beyond its bound, when a reader that does not stall misses a frame, or when one that does is
 * not told of what it has missed.
 *
 * <pre>./tidegate bench readers [--readers 500] [--stalled 50] [--seconds 260] [--bound 100]</pre>
 */
public final class ReadersBench {
    private static final String USAGE =
            "usage: ./tidegate bench readers [--readers N] [--stalled N] [--seconds S] [--bound MS]";
    private static final int NODES = 100;
    private static final int SIGNALS = 10;
    private static final int WARM_UP_SECONDS = 20;
    private static final int ALONE_SECONDS = 60;
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> options;
    private final Place place;
    private final List<String> faults = new ArrayList<>();

    private ReadersBench(Map<String, Integer> options, Place place) {
        this.options = options;
        this.place = place;
    }

    /** Arguments: the launcher, then options. */
    public static void main(String[] args) throws IOException, InterruptedException {
        // a stalled reader's kernel must not take in minutes of frames for it
        System.setProperty("jdk.httpclient.receiveBufferSize", "65536");
        Map<String, Integer> options;
        try {
            options = Numbers.parse(args, Map.of("--readers", 500, "--stalled", 50, "--seconds", 260, "--bound", 100));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        boolean good;
        try (Place place = Place.create("tidegate-readers")) {
            good = new ReadersBench(options, place).run(Path.of(args[0]).toAbsolutePath());
        }
        System.exit(good ? 0 : 1);
    }

    private int option(String name) {
        return options.getOrDefault(name, 0);
    }

    private boolean run(Path launcher) throws IOException, InterruptedException {
        try (MadeUpPrometheus prometheus = new MadeUpPrometheus()) {
            GatewayProcess gateway = GatewayProcess.start(
                    http,
                    launcher,
                    place.data(),
                    place.port(),
                    List.of(
                            "--tidegate.servers.made-up.kind=prometheus",
                            "--tidegate.servers.made-up.url=" + prometheus.url()));
            try {
                gateway.awaitReady();
                measure(open());
            } finally {
                gateway.stop();
            }
        }
        faults.forEach(fault -> System.out.println("FAILED: " + fault));
        return faults.isEmpty();
    }

    private void measure(String watch) throws IOException, InterruptedException {
        Reader observer = reader(watch, null);
        observer.awaitConnected();
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        Phase alone = phase(observer, ALONE_SECONDS);

        CountDownLatch go = new CountDownLatch(1);
        List<Reader> readers = new ArrayList<>();
        for (int i = 1; i < option("--readers"); i++) {
            readers.add(reader(watch, i <= option("--stalled") ? go : null));
        }
        for (Reader reader : readers) {
            reader.awaitConnected();
        }
        readers.add(observer);
        Phase crowd = phase(observer, option("--seconds"));
        readers.stream()
                .filter(reader -> !reader.failure().isEmpty())
                .findFirst()
                .ifPresent(reader -> faults.add("a reader lost its stream: " + reader.failure()));
        if (Math.round(crowd.counted().readers()) != option("--readers")) {
            faults.add(Math.round(crowd.counted().readers()) + " readers were there");
        }
        go.countDown();
        awaitTold(readers);
        report(alone, crowd, readers);
    }

    /**
     * Some time of a watch.
     *
     * @param arrived milliseconds from the beginning of a round to its frame at one reader, in order
     */
    private record Phase(Lateness counted, List<Long> arrived) {
        long arrivedAt(double share) {
            return arrived.isEmpty()
                    ? -1
                    : arrived.get((int) Math.min(arrived.size() - 1L, (long) (share * arrived.size())));
        }
    }

    private Phase phase(Reader observer, int seconds) throws IOException, InterruptedException {
        observer.takeDelays();
        Lateness before = Lateness.read(get("/actuator/prometheus"));
        TimeUnit.SECONDS.sleep(seconds);
        Lateness after = Lateness.read(get("/actuator/prometheus"));
        return new Phase(
                after.since(before), observer.takeDelays().stream().sorted().toList());
    }

    /** Until every reader that stalled has read on and was told; not for ever. */
    private void awaitTold(List<Reader> readers) throws InterruptedException {
        long deadline = System.nanoTime() + TOLD_WITHIN.toNanos();
        while (untold(readers) > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (untold(readers) > 0) {
            faults.add(untold(readers) + " of " + option("--stalled")
                    + " stalled readers were not told that frames were skipped; did they stall for long enough?");
        }
        long missing = readers.stream().filter(reader -> reader.missed() > 0).count();
        if (missing > 0) {
            faults.add(missing + " readers missed frames without being told");
        }
        long skipped = readers.stream()
                .filter(reader -> !reader.stalls() && reader.toldOfSkipping() > 0)
                .count();
        if (skipped > 0) {
            faults.add(skipped + " readers that did not stall were skipped ahead");
        }
    }

    private static long untold(List<Reader> readers) {
        return readers.stream()
                .filter(reader -> reader.stalls() && reader.toldOfSkipping() == 0)
                .count();
    }

    private void report(Phase alone, Phase crowd, List<Reader> readers) {
        Table table =
                new Table("", "frames", "late p50", "p99", "all within", "judging", "left out", "arrived p50", "p99");
        row(table, "nobody but one reads", alone);
        row(table, option("--readers") + " read, " + option("--stalled") + " of them stall", crowd);
        table.print(System.out);
        double before = alone.counted().millis(0.99);
        double after = crowd.counted().millis(0.99);
        double grown = after - before;
        System.out.printf(
                Locale.ROOT,
                "late: from when a round is due to its frame being told; p99 grew by %.1f ms (%.2f times); bound %d"
                        + " ms%n",
                grown,
                after / before,
                option("--bound"));
        Reader one = readers.getLast();
        System.out.printf(
                Locale.ROOT,
                "frames of %.1f kB; %d readers had every frame, %d stalled ones were told what they had missed%n",
                one.bytes() / 1000.0 / Math.max(1, one.frames()),
                readers.stream()
                        .filter(reader -> reader.missed() == 0 && reader.toldOfSkipping() == 0)
                        .count(),
                readers.stream().filter(reader -> reader.toldOfSkipping() > 0).count());
        if (!(grown <= option("--bound"))) {
            faults.add("the judge is slowed by its readers");
        }
    }

    private static void row(Table table, String name, Phase phase) {
        Lateness counted = phase.counted();
        table.row(
                name,
                counted.frames(),
                Lateness.words(counted.millis(0.5)),
                Lateness.words(counted.millis(0.99)),
                Lateness.words(counted.millis(1)),
                Lateness.words(counted.judgingMillis()),
                Math.round(counted.leftOut()),
                phase.arrivedAt(0.5) + " ms",
                phase.arrivedAt(0.99) + " ms");
    }

    private Reader reader(String watch, @Nullable CountDownLatch stallsUntil) {
        Reader reader = new Reader(
                http,
                request("/api/v1/watches/" + watch + "/stream", "READ")
                        .header("Accept", "text/event-stream")
                        .build(),
                stallsUntil);
        Thread unused = Thread.ofVirtual().start(reader);
        return reader;
    }

    private String open() throws IOException, InterruptedException {
        String policy = IntStream.range(0, SIGNALS)
                .mapToObj("""
                          - name: signal-%1$d
                            prometheus: {server: made-up, query: 'signal_%1$d{node=~"$nodes"}', label: node}
                            limit: 1000
                            compare: {relative: 50%%}
                        """::formatted)
                .collect(Collectors.joining(
                        "",
                        "name: readers\ninterval: 250ms\nsnapshot: 30s\nexposure: {duration: 5s, rounds: 5}\nsignals:\n",
                        ""));
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of("policy", policy, "watched", nodes("cmp"), "control", nodes("ctl")));
        HttpResponse<String> answer = http.send(
                request("/api/v1/watches", "ADMIN")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("the watch was not opened: " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body()).path("id").asString("");
    }

    private static List<String> nodes(String prefix) {
        return IntStream.range(0, NODES)
                .mapToObj(i -> String.format(Locale.ROOT, "%s%03d", prefix, i))
                .toList();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(request(path, "READ").build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpRequest.Builder request(String path, String role) {
        return HttpRequest.newBuilder(place.url().resolve(path))
                .header("Authorization", "Bearer " + GatewayProcess.token(role));
    }
}
