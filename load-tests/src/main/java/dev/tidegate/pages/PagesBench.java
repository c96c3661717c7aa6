package dev.tidegate.pages;

import dev.tidegate.crash.GatewayProcess;
import dev.tidegate.crash.Numbers;
import dev.tidegate.crash.Place;
import dev.tidegate.gate.Table;
import dev.tidegate.storm.send.Latencies;
import dev.tidegate.storm.send.StormStopped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much slower is ingest when many have the board open during a storm? A gateway of its own, the same storm again and
 * again at sites of other names, every other time with pages that look on; what is compared are the two storms of a round.
 *
 * <p>Fails when the median round's ingest is slowed by more than the bound, when a page loses its stream or is not answered,
 * and when pages have not all had the same in the end.
 *
 * <pre>./tidegate bench pages [--pages 500] [--rate 5000] [--seconds 20] [--rounds 5] [--bound 10]</pre>
 */
public final class PagesBench {
    private static final int RECONNECTS_ONE_OF = 10;
    /** What a page is told of a storm at the very least. */
    private static final long LEAST_BYTES = 10_000L;

    private static final String USAGE =
            "usage: ./tidegate bench pages [--pages N] [--rate R] [--seconds S] [--rounds N] [--bound PERCENT]";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> options;
    private final Place place;
    private final List<String> faults = new ArrayList<>();
    private int storms;
    private final Table table = new Table(
            "round",
            "pages",
            "alerts/s",
            "post p50",
            "p99",
            "frames' age p50",
            "p99",
            "MB/s",
            "asks",
            "p50",
            "p99",
            "gateway's CPU",
            "pages' CPU");

    private PagesBench(Map<String, Integer> options, Place place) {
        this.options = options;
        this.place = place;
    }

    /** Arguments: the launcher, then options. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, Integer> options;
        try {
            options = Numbers.parse(
                    args, Map.of("--pages", 500, "--rate", 5_000, "--seconds", 20, "--rounds", 5, "--bound", 10));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        boolean good;
        try (Place place = Place.create("tidegate-pages")) {
            good = new PagesBench(options, place).run(Path.of(args[0]).toAbsolutePath());
        }
        System.exit(good ? 0 : 1);
    }

    private int option(String name) {
        return options.getOrDefault(name, 0);
    }

    private boolean run(Path launcher) throws IOException, InterruptedException {
        GatewayProcess gateway = GatewayProcess.start(http, launcher, place.data(), place.port(), List.of());
        try {
            gateway.awaitReady();
            measure();
        } catch (StormStopped e) {
            faults.add(String.valueOf(e.getMessage()));
        } finally {
            gateway.stop();
        }
        faults.forEach(fault -> System.out.println("FAILED: " + fault));
        return faults.isEmpty();
    }

    private void measure() throws IOException, InterruptedException, StormStopped {
        Asks asks = Asks.signIn(http, place.url(), GatewayProcess.token("READ"));
        InetSocketAddress gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), place.port());
        try (Lines lines = new Lines(gateway, asks.cookie())) {
            System.out.println("a storm without pages and one with, to warm up …");
            round(asks, lines, 0);
            List<Round> rounds = new ArrayList<>();
            for (int i = 1; i <= option("--rounds"); i++) {
                System.out.printf("round %d of %d …%n", i, option("--rounds"));
                rounds.add(round(asks, lines, i));
            }
            table.print(System.out);
            report(rounds);
            if (asks.failures() > 0) {
                faults.add(asks.failures() + " asks of pages failed, the first: " + asks.firstFailure());
            }
            Exception broken = lines.failure();
            if (broken != null) {
                faults.add("reading streams failed: " + broken);
            }
        }
    }

    /** The same storm twice. */
    private record Round(Ingest without, Ingest with) {
        double slowed() {
            return 1 - with.rate() / without.rate();
        }
    }

    /** Which of the two comes first changes from round to round. */
    private Round round(Asks asks, Lines lines, int number) throws IOException, InterruptedException, StormStopped {
        if (number % 2 == 0) {
            Ingest with = watched(asks, lines, number);
            return new Round(alone(number), with);
        }
        Ingest without = alone(number);
        return new Round(without, watched(asks, lines, number));
    }

    private Ingest alone(int number) throws IOException, InterruptedException, StormStopped {
        double before = cpu();
        Ingest ingest = storm(() -> {});
        table.row(
                number == 0 ? "warm-up" : number,
                0,
                Math.round(ingest.rate()),
                millis(ingest.p50()),
                millis(ingest.p99()),
                "",
                "",
                "",
                "",
                "",
                "",
                seconds(cpu() - before),
                "");
        return ingest;
    }

    private Ingest watched(Asks asks, Lines lines, int number) throws IOException, InterruptedException, StormStopped {
        Crowd crowd = new Crowd(asks, lines, option("--pages"));
        var unusedOpening = lines.takeLateness();
        var unusedLoading = asks.takeTimes();
        long bytes = lines.bytes();
        long asked = asks.count();
        double before = cpu();
        double own = ownCpu();
        Ingest ingest = storm(() -> crowd.reconnect(RECONNECTS_ONE_OF));
        double took = cpu() - before;
        double ownTook = ownCpu() - own;
        Latencies ages = lines.takeLateness();
        Latencies times = asks.takeTimes();
        if (lines.bytes() - bytes < LEAST_BYTES * option("--pages")) {
            faults.add("round " + number + ": pages were told next to nothing, so nothing was measured");
        }
        table.row(
                number == 0 ? "warm-up" : number,
                option("--pages"),
                Math.round(ingest.rate()),
                millis(ingest.p50()),
                millis(ingest.p99()),
                millis(ages.millisAt(0.5)),
                millis(ages.millisAt(0.99)),
                String.format(Locale.ROOT, "%.1f", (lines.bytes() - bytes) / 1e6 / option("--seconds")),
                asks.count() - asked,
                millis(times.millisAt(0.5)),
                millis(times.millisAt(0.99)),
                seconds(took),
                seconds(ownTook));
        crowd.awaitSame();
        if (crowd.lost() > 0) {
            faults.add("round " + number + ": " + crowd.lost() + " pages lost their stream");
        }
        crowd.close();
        return ingest;
    }

    private Ingest storm(Ingest.HalfWay halfWay) throws IOException, InterruptedException, StormStopped {
        return Ingest.storm(
                place.url(), "site-" + ++storms, option("--rate"), Duration.ofSeconds(option("--seconds")), halfWay);
    }

    private void report(List<Round> rounds) {
        List<Round> sorted = rounds.stream()
                .sorted(Comparator.comparingDouble(Round::slowed))
                .toList();
        Round middle = sorted.get(sorted.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "with %d pages ingest has %.1f %% of its rate without (rounds: from %.1f to %.1f %%); posts' median"
                        + " %.2f times as long, 99th percentile %.2f times; bound: slowed by %d %%%n",
                option("--pages"),
                100 * (1 - middle.slowed()),
                100 * (1 - sorted.getLast().slowed()),
                100 * (1 - sorted.getFirst().slowed()),
                ratio(rounds, Ingest::p50),
                ratio(rounds, Ingest::p99),
                option("--bound"));
        if (!(100 * middle.slowed() < option("--bound"))) {
            faults.add(String.format(Locale.ROOT, "ingest is slowed by %.1f %%", 100 * middle.slowed()));
        }
    }

    private interface Figure {
        double of(Ingest ingest);
    }

    /** The median of what a figure with pages is of the one without. */
    private static double ratio(List<Round> rounds, Figure figure) {
        double[] ratios = rounds.stream()
                .mapToDouble(round -> figure.of(round.with()) / figure.of(round.without()))
                .sorted()
                .toArray();
        return ratios[ratios.length / 2];
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f s", value);
    }

    /** Seconds that the gateway has computed; PostgreSQL's are not among them. */
    private double cpu() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(place.url().resolve("/actuator/prometheus"))
                .header("Authorization", "Bearer " + GatewayProcess.token("READ"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("process_cpu_time_ns_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) / 1e9)
                .sum();
    }

    private static double ownCpu() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }
}
