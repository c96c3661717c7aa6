package dev.tidegate.readers;

import dev.tidegate.crash.GatewayProcess;
<<<<<<< HEAD
import dev.tidegate.crash.Numbers;
import dev.tidegate.crash.Place;
import dev.tidegate.gate.Table;
=======
>>>>>>> whole3
import java.io.IOException;
import java.net.http.HttpClient;
<<<<<<< HEAD
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
=======
import java.nio.file.Files;
>>>>>>> whole3
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
<<<<<<< HEAD
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
=======
import java.util.stream.Stream;
>>>>>>> whole3

/**
 * How late does a watch judge when one reads it, and how late when many do and some of them stall? A gateway of its own, a
 * watch of a hundred nodes beside a hundred with ten signals four times a second, and readers over real connections. One
 * reader and the crowd take turns: see {@link Comparison}.
 *
 * <p>Fails when lateness grows beyond its bound, when the judge itself takes twice as long, when a reader that does not
 * stall misses a frame, or when one that does is not told of what it has missed.
 *
 * <pre>./tidegate bench readers [--rounds 3] [--seconds 60] [--readers 500] [--stalled 50] [--stall 260] [--bound 100]</pre>
 */
public final class ReadersBench {
<<<<<<< HEAD
    private static final String USAGE =
            "usage: ./tidegate bench readers [--readers N] [--stalled N] [--seconds S] [--bound MS]";
    private static final int NODES = 100;
    private static final int SIGNALS = 10;
    private static final int WARM_UP_SECONDS = 20;
    private static final int ALONE_SECONDS = 60;
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(20);
=======
    private static final int WARM_UP_SECONDS = 30;
    private static final double MOST_JUDGING = 2;
>>>>>>> whole3

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
<<<<<<< HEAD
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
=======
        Map<String, Integer> options = new LinkedHashMap<>(Map.of(
                "--rounds", 3, "--seconds", 60, "--readers", 500, "--stalled", 50, "--stall", 260, "--bound", 100));
        for (int i = 1; i < args.length; i += 2) {
            if (!options.containsKey(args[i]) || i + 1 == args.length || !args[i + 1].matches("\\d{1,5}")) {
                usage();
            }
            options.put(args[i], Integer.parseInt(args[i + 1]));
        }
        if (options.getOrDefault("--rounds", 0) < 1 || options.getOrDefault("--seconds", 0) < 1) {
            usage();
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
>>>>>>> whole3
        }
        System.exit(good ? 0 : 1);
    }

    private static void usage() {
        System.err.println("usage: ./tidegate bench readers [--rounds N] [--seconds S] [--readers N] [--stalled N]"
                + " [--stall S] [--bound MS]");
        System.exit(2);
    }

    private int option(String name) {
        return options.getOrDefault(name, 0);
    }

    private boolean run(Path launcher) throws IOException, InterruptedException {
        try (MadeUpPrometheus prometheus = new MadeUpPrometheus()) {
            GatewayProcess gateway = GatewayProcess.start(
                    http,
                    launcher,
<<<<<<< HEAD
                    place.data(),
                    place.port(),
=======
                    work.resolve("data"),
                    url.getPort(),
>>>>>>> whole3
                    List.of(
                            "--tidegate.servers.made-up.kind=prometheus",
                            "--tidegate.servers.made-up.url=" + prometheus.url()));
            try {
                gateway.awaitReady();
                measure(WatchedGateway.open(http, url));
            } finally {
                gateway.stop();
            }
        }
        faults.forEach(fault -> System.out.println("FAILED: " + fault));
        return faults.isEmpty();
    }

<<<<<<< HEAD
    private void measure(String watch) throws IOException, InterruptedException {
        Reader observer = reader(watch, null);
=======
    private void measure(WatchedGateway gateway) throws IOException, InterruptedException {
        Comparison comparison = new Comparison();
        Reader observer = gateway.reader(null);
>>>>>>> whole3
        observer.awaitConnected();
        say("warming up, " + WARM_UP_SECONDS + " s");
        TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
        comparison.alone(phase(gateway, observer, "one reads", option("--seconds")));
        long whole = 0;
        long told = 0;
        for (int round = 1; round <= option("--rounds"); round++) {
            Crowd crowd = Crowd.gather(gateway, option("--readers") - 1, option("--stalled"));
            // those that stall are skipped only after minutes: once is enough to see it
            boolean forLong = round == 1 && option("--stalled") > 0;
            int seconds = forLong ? Math.max(option("--seconds"), option("--stall")) : option("--seconds");
            Phase phase = phase(gateway, observer, option("--readers") + " read, round " + round, seconds);
            comparison.crowd(phase);
            if (Math.round(phase.counted().readers()) != option("--readers")) {
                faults.add(Math.round(phase.counted().readers()) + " readers were there");
            }
            faults.addAll(crowd.letGo(forLong));
            if (forLong) {
                whole = crowd.whole() + 1;
                told = crowd.told();
            }
            crowd.hangUp();
            gateway.awaitQuiet();
            comparison.alone(phase(gateway, observer, "one reads", option("--seconds")));
        }
        if (!observer.failure().isEmpty() || observer.missed() > 0) {
            faults.add(
                    "the reader that was always there missed " + observer.missed() + " frames " + observer.failure());
        }
        report(comparison, observer, whole, told);
    }

    private Phase phase(WatchedGateway gateway, Reader observer, String name, int seconds)
            throws IOException, InterruptedException {
        say(name + ", " + seconds + " s");
        observer.takeDelays();
        Lateness before = gateway.counted();
        TimeUnit.SECONDS.sleep(seconds);
        Lateness after = gateway.counted();
        return new Phase(
                after.since(before), observer.takeDelays().stream().sorted().toList());
    }

    private void report(Comparison comparison, Reader one, long whole, long told) {
        comparison.print(System.out, option("--readers"), option("--stalled"));
        System.out.printf(
                Locale.ROOT,
<<<<<<< HEAD
                "late: from when a round is due to its frame being told; p99 grew by %.1f ms (%.2f times); bound %d"
                        + " ms%n",
                grown,
                after / before,
                option("--bound"));
        Reader one = readers.getLast();
=======
                "p99 of lateness grows by %.1f ms (bound %d ms), the judge takes %.2f times as long (bound %.0f)%n",
                comparison.grown(),
                option("--bound"),
                comparison.judgingRatio(),
                MOST_JUDGING);
>>>>>>> whole3
        System.out.printf(
                Locale.ROOT,
                "frames of %.1f kB; in the long round %d readers had every frame, %d were told what they had missed%n",
                one.bytes() / 1000.0 / Math.max(1, one.frames()),
                whole,
                told);
        if (!(comparison.grown() <= option("--bound")) || !(comparison.judgingRatio() <= MOST_JUDGING)) {
            faults.add("the judge is slowed by its readers");
        }
    }

<<<<<<< HEAD
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
=======
    private static void say(String what) {
        System.err.println("bench readers: " + what);
>>>>>>> whole3
    }
}
