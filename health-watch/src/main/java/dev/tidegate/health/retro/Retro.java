package dev.tidegate.health.retro;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges a file of past values: {@code tidegate judge}. */
public final class Retro {
    private static final int HEALTHY = 0;
    private static final int UNHEALTHY = 1;
    private static final int INCONCLUSIVE = 2;
    private static final int BAD_INPUT = 64;
    private static final int BROKEN = 70;

    private final PrintStream err;

    private Retro(PrintStream err) {
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** What {@link #main} does, with its exit code. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
            out.print(RetroOptions.HELP);
            return HEALTHY;
        }
        try {
            return new Retro(err).judge(RetroOptions.parse(args), out);
        } catch (ConfigurationException mistake) {
            err.println("judge: " + mistake.getMessage());
            return BAD_INPUT;
        } catch (RetroOptions.UsageException wrong) {
            err.println("judge: " + wrong.getMessage());
            err.println("judge: see tidegate judge --help");
            return BAD_INPUT;
        } catch (NoSuchFileException missing) {
            err.println("judge: there is no file " + missing.getFile());
            return BAD_INPUT;
        } catch (IOException failed) {
            err.println("judge: " + failed.getMessage());
            return BAD_INPUT;
        } catch (RuntimeException | OutOfMemoryError broken) {
            // the JVM's own code for it would be 1, which says Unhealthy
            err.println("judge: broke down, and has no verdict");
            broken.printStackTrace(err);
            return BROKEN;
        }
    }

    private int judge(RetroOptions options, PrintStream out) throws IOException {
        HealthPolicy policy = PolicyYaml.read(options.policy());
        Survey series = Survey.of(options.series(), policy);
        @Nullable Path controlFile = options.control().orElse(null);
        @Nullable Survey control = controlFile == null ? null : Survey.of(controlFile, policy);
        if (!isUsable(series, control)) {
            return BAD_INPUT;
        }
        Report report = options.json() ? new JsonReport(out) : new TextReport(out);
        if (series.rows == 0) {
            return inconclusive(report, options.series() + " has no row of the policy's signals");
        }
        if (control != null && control.rows == 0) {
            return inconclusive(
                    report, controlFile + " has no row of the policy's signals: there is no control to compare with");
        }
        Cohort cohort = new Cohort(List.copyOf(series.nodes), control == null ? List.of() : List.copyOf(control.nodes));
        Instant since = options.since().orElseGet(() -> {
            Instant first = Instant.ofEpochMilli(series.first);
            return control == null ? first.plus(policy.snapshot()) : first;
        });
        err.println("judge: nodes watched: " + series.nodes.size() + ", in the control: "
                + cohort.control().size() + "; rows from " + Instant.ofEpochMilli(series.first) + " to "
                + Instant.ofEpochMilli(series.last) + ", change at " + since);
        Hearing hearing = new Hearing(policy, cohort, since);
        Rounds rounds = new Rounds(policy, cohort, since, round -> hear(hearing, round, report));
        if (!feed(rounds, options)) {
            return BAD_INPUT;
        }
        @Nullable Judgement latest = hearing.latest();
        @Nullable Judgement decisive = hearing.decisive();
        if (latest == null || decisive == null) {
            return inconclusive(report, "there is no row from after the change at " + since);
        }
        report.end(latest.verdict(), Optional.of(decisive));
        return code(latest.verdict());
    }

    private static void hear(Hearing hearing, Round round, Report report) {
        @Nullable Judgement changed = hearing.take(round);
        if (changed != null) {
            report.change(changed);
        }
    }

    /** Whether a verdict can come of the files; says what is wrong with them. */
    private boolean isUsable(Survey series, @Nullable Survey control) {
        Set<String> unknown = new HashSet<>(series.unknown);
        series.unknown.forEach(
                name -> err.println("judge: the policy has no signal \"" + name + "\"; its rows are left out"));
        boolean usable = isSound(series);
        if (control != null) {
            control.unknown.stream()
                    .filter(unknown::add)
                    .forEach(name ->
                            err.println("judge: the policy has no signal \"" + name + "\"; its rows are left out"));
            usable &= isSound(control);
            List<String> both =
                    series.nodes.stream().filter(control.nodes::contains).toList();
            if (!both.isEmpty()) {
                err.println("judge: " + String.join(", ", both.subList(0, Math.min(both.size(), 5)))
                        + (both.size() > 5 ? " and " + (both.size() - 5) + " more" : "")
                        + ": in both files; a node is either watched or in the control");
                usable = false;
            }
        }
        return usable;
    }

    private boolean isSound(Survey survey) {
        survey.bad.forEach(reason -> err.println("judge: " + reason));
        if (survey.badRows > survey.bad.size()) {
            err.println("judge: " + (survey.badRows - survey.bad.size()) + " more bad rows are not shown");
        }
        return survey.badRows == 0;
    }

    /** Both files at once, whichever is behind; false when a row is too far out of order. */
    private boolean feed(Rounds rounds, RetroOptions options) throws IOException {
        List<Path> files = Stream.concat(Stream.of(options.series()), options.control().stream())
                .toList();
        List<SeriesFile> readers = new ArrayList<>();
        List<@Nullable Row> heads = new ArrayList<>();
        String where = "";
        try {
            for (Path file : files) {
                SeriesFile reader = new SeriesFile(file);
                readers.add(reader);
                heads.add(reader.next());
            }
            while (true) {
                int behind = behind(heads);
                @Nullable Row row = behind < 0 ? null : heads.get(behind);
                if (row == null) {
                    rounds.finish();
                    return true;
                }
                where = readers.get(behind).where();
                rounds.add(
                        behind == 0 ? Group.WATCHED : Group.CONTROL,
                        row.millis(),
                        row.node(),
                        row.signal(),
                        row.value());
                heads.set(behind, readers.get(behind).next());
            }
        } catch (BadRowException | IllegalArgumentException e) {
            err.println("judge: " + where + ": " + e.getMessage());
            return false;
        } finally {
            for (SeriesFile reader : readers) {
                reader.close();
            }
        }
    }

    private static int behind(List<@Nullable Row> heads) {
        int behind = -1;
        long time = Long.MAX_VALUE;
        for (int i = 0; i < heads.size(); i++) {
            @Nullable Row head = heads.get(i);
            if (head != null && head.millis() < time) {
                behind = i;
                time = head.millis();
            }
        }
        return behind;
    }

    private static int inconclusive(Report report, String reason) {
        report.end(new Verdict.Inconclusive(Verdict.Doubt.EVIDENCE, reason), Optional.empty());
        return INCONCLUSIVE;
    }

    private static int code(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy unused -> HEALTHY;
            case Verdict.Unhealthy unused -> UNHEALTHY;
            case Verdict.Inconclusive unused -> INCONCLUSIVE;
        };
    }
}
