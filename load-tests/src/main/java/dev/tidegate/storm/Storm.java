package dev.tidegate.storm;

import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.send.Doorway;
import dev.tidegate.storm.send.Ledger;
import dev.tidegate.storm.send.Meter;
import dev.tidegate.storm.send.Progress;
import dev.tidegate.storm.send.Recording;
import dev.tidegate.storm.send.Sender;
import dev.tidegate.storm.send.StormStopped;
import dev.tidegate.storm.send.Truth;
import dev.tidegate.storm.timeline.NamedFault;
import dev.tidegate.storm.timeline.Notifier;
import dev.tidegate.storm.timeline.StampClock;
import dev.tidegate.storm.timeline.StormSpec;
import dev.tidegate.storm.timeline.Timeline;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The storm generator's command: plans a storm, records it, sends it, and writes down what was true. See {@link
 * Options#HELP}. An interrupt (SIGINT, SIGTERM) ends the sending; truth and summary are still written.
 */
public final class Storm {
    /** When recorded storms begin. */
    static final Instant RECORDED_START = Instant.parse("2026-01-01T00:00:00Z");

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final Options options;
    private final StormSpec spec;
    private final Timeline timeline;
    private final PrintStream out;

    private Storm(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        long messages = options.hasVolume()
                ? options.rateOrDefault() * options.durationOrDefault().toSeconds()
                : 0;
        this.spec = new StormSpec(options.nodes(), options.seed(), options.fault(), messages);
        this.timeline = Timeline.of(spec);
    }

    /** The command; exits with 0, 1 (server away or refusing) or 2 (wrong options). */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv(), System.out, System.err));
    }

    static int run(List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (args.contains("--help") || args.contains("-h")) {
            out.print(Options.HELP);
            return OK;
        }
        Options options;
        try {
            options = Options.parse(args, environment);
        } catch (IllegalArgumentException e) {
            err.println("storm: " + e.getMessage() + ". See --help.");
            return MISUSED;
        }
        try {
            return new Storm(options, out).play(err);
        } catch (IOException e) {
            err.println("storm: cannot write " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int play(PrintStream err) throws IOException, InterruptedException {
        describe();
        Ledger ledger = new Ledger(timeline.episodes().size());
        @Nullable Path recording = options.record().orElse(null);
        if (recording != null) {
            Notifier storm = new Notifier(timeline, spec.seed(), StampClock.simulated(RECORDED_START));
            long lines = Recording.write(recording, storm, ledger);
            out.printf(Locale.ROOT, "Recorded %,d alert messages in %s.%n", lines, recording);
        }
        @Nullable URI url = options.url().orElse(null);
        if (url == null) {
            writeTruth(ledger);
            return OK;
        }
        return send(url, err);
    }

    private int send(URI url, PrintStream err) throws IOException, InterruptedException {
        Ledger ledger = new Ledger(timeline.episodes().size());
        Meter meter = new Meter();
        CountDownLatch written = new CountDownLatch(1);
        try (Doorway doorway = new Doorway(url, options.token())) {
            doorway.knock();
            Sender sender = new Sender(doorway, options.inFlight(), meter, ledger);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(sender, written), "interrupt"));
            try (Progress progress = new Progress(meter, timeline, out, isTerminal())) {
                progress.start();
                StampClock clock = StampClock.paced(Instant.now(), options.rateOrDefault());
                Notifier storm = new Notifier(timeline, spec.seed(), clock);
                sender.send(storm, options.rateOrDefault(), options.durationOrDefault());
            } finally {
                writeTruth(ledger);
                summarize(meter, ledger);
            }
            return meter.refused() == 0 ? OK : FAILED;
        } catch (StormStopped e) {
            err.println("storm: " + e.getMessage());
            return FAILED;
        } finally {
            written.countDown();
        }
    }

    /** The virtual machine goes on until its shutdown hooks have ended, so this keeps it for the truth. */
    private static void stopAndWait(Sender sender, CountDownLatch written) {
        sender.stop();
        try {
            written.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // 22 to 24 never gave null; 25 does again
    private static boolean isTerminal() {
        @Nullable Console console = System.console();
        return console != null && console.isTerminal();
    }

    private void describe() {
        String kinds = timeline.faults().stream()
                .map(NamedFault::fault)
                .map(fault -> fault.kind().wireName())
                .collect(Collectors.joining(", "));
        long noise = timeline.episodes().stream()
                .filter(episode -> episode.kind() == FaultKind.NOISE)
                .count();
        out.printf(
                Locale.ROOT,
                "A fleet of %,d nodes in %d racks, seed %d. Faults: %s. %,d alerts, %,d of them noise; about %,d messages.%n",
                spec.nodes(),
                timeline.fleet().racks().size(),
                spec.seed(),
                kinds,
                timeline.episodes().size(),
                noise,
                timeline.messages());
        if (spec.messages() > 0 && timeline.messages() > spec.messages() * 1.05) {
            out.println("That is more than rate and duration allow: the storm will be cut off before its end.");
        }
    }

    private void writeTruth(Ledger ledger) throws IOException {
        @Nullable Path file = options.truth().orElse(null);
        if (file != null) {
            Truth.write(file, spec, timeline, ledger);
            out.printf(Locale.ROOT, "Wrote the truth about %,d alerts to %s.%n", ledger.distinct(), file);
        }
    }

    private void summarize(Meter meter, Ledger ledger) {
        out.printf(
                Locale.ROOT,
                "Accepted %,d of %,d alerts sent, %,d distinct, from %d faults. p50 %.1f ms, p99 %.1f ms, %,d retries.%n",
                meter.accepted(),
                meter.sent(),
                ledger.distinct(),
                timeline.faults().size(),
                meter.latencies().millisAt(0.5),
                meter.latencies().millisAt(0.99),
                meter.retries());
        if (meter.refused() > 0) {
            out.printf(
                    Locale.ROOT,
                    "Refused %,d alerts; the first answer was: %s%n",
                    meter.refused(),
                    meter.firstRefusal());
        }
    }
}
