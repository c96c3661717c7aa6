package dev.tidegate.correlator.replay;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.replay.AlertLine.BadLine;
import dev.tidegate.model.Wording;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** {@code tidegate replay FILE.ndjson[.gz] --out OUT.ndjson [--strength 0..1]}. */
public final class Replay {
    private static final int OK = 0;
    private static final int BAD_LINES = 1;
    private static final int USAGE = 2;
    private static final int BAD_LINES_TOLD = 20;
    /** What some editors begin a file with. */
    private static final String MARK = "\uFEFF";

    private static final int TELL_EVERY = 50_000;

    private static final String HELP = """
            usage: tidegate replay FILE.ndjson[.gz] --out OUT.ndjson [--strength 0..1]

            Runs the correlator alone over a file of alerts, one JSON object a line:
              {"labels":{"alertname":"NodeDown","host":"cmp01"},"startsAt":"2026-01-31T12:00:00Z","endsAt":""}
            The alerts' times are the clock; the order of the lines decides among equal times.
            Writes, in the order of the lines, one object for each alert:
              {"index":0,"incident":"id"}
            index is the line in FILE, from 0; alerts that belong together have the same incident.

              --out OUT       where to write
              --strength S    0 keeps alerts apart, 1 puts as much together as the evidence allows; default %s
              --help          this text

            Lines that are no alert are named on standard error and left out; the exit code is then 1.
            """.formatted(Policy.Correlation.DEFAULT.strength());

    private final PrintStream err;

    private Replay(PrintStream err) {
        this.err = err;
    }

    public static void main(String[] args) {
        int code = run(args, System.out, System.err);
        if (code != OK) {
            System.exit(code);
        }
    }

    /** What {@link #main} does, with its exit code. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
            out.print(HELP);
            return OK;
        }
        try {
            return new Replay(err).run(Options.parse(args));
        } catch (IllegalArgumentException wrong) {
            err.println("replay: " + wrong.getMessage());
            err.println("replay: see tidegate replay --help");
            return USAGE;
        } catch (NoSuchFileException missing) {
            err.println("replay: there is no file " + missing.getFile());
            return USAGE;
        } catch (IOException failed) {
            err.println("replay: " + failed.getMessage());
            return USAGE;
        }
    }

    private record Options(Path in, Path out, double strength) {
        static Options parse(String[] args) {
            Path in = null;
            Path out = null;
            double strength = Policy.Correlation.DEFAULT.strength();
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--out" -> out = Path.of(value(args, ++i, "--out"));
                    case "--strength" -> strength = strength(value(args, ++i, "--strength"));
                    default -> {
                        if (args[i].startsWith("--")) {
                            throw new IllegalArgumentException("unknown option " + args[i]);
                        }
                        if (in != null) {
                            throw new IllegalArgumentException("one file at a time; what is " + args[i] + "?");
                        }
                        in = Path.of(args[i]);
                    }
                }
            }
            if (in == null) {
                throw new IllegalArgumentException("which file is to be replayed?");
            }
            if (out == null) {
                throw new IllegalArgumentException("--out is missing: where to write to");
            }
            return new Options(in, out, strength).checked();
        }

        /** What can be seen to go wrong is told before the work and not after it. */
        private Options checked() {
            if (Files.isDirectory(in)) {
                throw new IllegalArgumentException(in + " is a directory; one file at a time");
            }
            if (sameFile(in, out)) {
                throw new IllegalArgumentException("--out names the file that is to be replayed, which would be lost");
            }
            Path parent = out.toAbsolutePath().getParent();
            if (Files.isDirectory(out) || parent == null || !Files.isDirectory(parent)) {
                throw new IllegalArgumentException("--out " + out + " is not a file in a directory that is there");
            }
            return this;
        }

        private static boolean sameFile(Path in, Path out) {
            try {
                return Files.exists(in) && Files.exists(out)
                        ? Files.isRegularFile(in) && Files.isSameFile(in, out)
                        : in.toAbsolutePath()
                                .normalize()
                                .equals(out.toAbsolutePath().normalize());
            } catch (IOException e) {
                throw new IllegalArgumentException("--out " + out + " cannot be looked at: " + e.getMessage(), e);
            }
        }

        private static String value(String[] args, int i, String option) {
            if (i >= args.length) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            return args[i];
        }

        private static double strength(String text) {
            double strength;
            try {
                strength = Double.parseDouble(text);
            } catch (NumberFormatException unused) {
                strength = Double.NaN;
            }
            if (!(strength >= 0 && strength <= 1)) {
                throw new IllegalArgumentException("--strength must be a number from 0 to 1, not \"" + text + "\"");
            }
            return strength;
        }
    }

    private int run(Options options) throws IOException {
        List<AlertLine> lines = new ArrayList<>();
        int bad = read(options.in(), lines);
        int[] told = {0};
        List<String> incidents = new ReplayRun(options.strength()).over(lines, done -> {
            if (done - told[0] >= TELL_EVERY) {
                told[0] = done;
                err.println("replay: " + done + " of " + lines.size() + " alerts");
            }
        });
        try (Writer out = Files.newBufferedWriter(options.out())) {
            for (int i = 0; i < incidents.size(); i++) {
                out.write("{\"index\":" + lines.get(i).index() + ",\"incident\":\"" + incidents.get(i) + "\"}\n");
            }
        }
        err.println("replay: " + Wording.count(lines.size(), "alert") + ", "
                + Wording.count(new HashSet<>(incidents).size(), "incident")
                + (bad == 0 ? "" : ", " + Wording.count(bad, "bad line") + " left out"));
        return bad == 0 ? OK : BAD_LINES;
    }

    /** Reads the alerts of a file; tells of the lines that are none and gives back how many there were. */
    private int read(Path file, List<AlertLine> into) throws IOException {
        int bad = 0;
        try (BufferedReader lines = open(file)) {
            int index = 0;
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine(), index++) {
                if (line.isBlank()) {
                    continue;
                }
                try {
                    into.add(AlertLine.parse(index, index == 0 && line.startsWith(MARK) ? line.substring(1) : line));
                } catch (BadLine wrong) {
                    bad++;
                    if (bad <= BAD_LINES_TOLD) {
                        err.println("replay: " + file + ", line " + (index + 1) + ": " + wrong.getMessage());
                    }
                }
            }
        } catch (EOFException | ZipException broken) {
            throw new IOException(file + ": " + broken.getMessage(), broken);
        }
        if (bad > BAD_LINES_TOLD) {
            err.println("replay: " + (bad - BAD_LINES_TOLD) + " more bad lines are not shown");
        }
        return bad;
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new BufferedReader(
                new InputStreamReader(gzip ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8), 1 << 16);
    }
}
