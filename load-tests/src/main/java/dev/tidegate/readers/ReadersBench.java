package dev.tidegate.readers;

import dev.tidegate.crash.GatewayProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
    private static final int WARM_UP_SECONDS = 30;
    private static final double MOST_JUDGING = 2;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> options;
    private final URI url;
    private final List<String> faults = new ArrayList<>();

    private ReadersBench(Map<String, Integer> options, int port) {
        this.options = options;
        this.url = URI.create("http://127.0.0.1:" + port);
    }

    /** Arguments: the launcher, then options. */
    public static void main(String[] args) throws IOException, InterruptedException {
        // a stalled reader's kernel must not take in minutes of frames for it
        System.setProperty("jdk.httpclient.receiveBufferSize", "65536");
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
        }
        System.exit(new ReadersBench(options, port).run(Path.of(args[0]).toAbsolutePath()) ? 0 : 1);
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
        Path work = Files.createTempDirectory("tidegate-readers");
        try (MadeUpPrometheus prometheus = new MadeUpPrometheus()) {
            GatewayProcess gateway = GatewayProcess.start(
                    http,
                    launcher,
                    work.resolve("data"),
                    url.getPort(),
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
        delete(work);
        return faults.isEmpty();
    }

    private void measure(WatchedGateway gateway) throws IOException, InterruptedException {
        Comparison comparison = new Comparison();
        Reader observer = gateway.reader(null);
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
                "p99 of lateness grows by %.1f ms (bound %d ms), the judge takes %.2f times as long (bound %.0f)%n",
                comparison.grown(),
                option("--bound"),
                comparison.judgingRatio(),
                MOST_JUDGING);
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

    private static void say(String what) {
        System.err.println("bench readers: " + what);
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
