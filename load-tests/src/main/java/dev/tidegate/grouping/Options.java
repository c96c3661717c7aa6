package dev.tidegate.grouping;

import dev.tidegate.correlator.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench grouping} is told; a complaint is an IllegalArgumentException that names the option.
 *
 * @param strengths ascending; {@link #STANDARD} is always one of them
 */
record Options(Path data, SortedSet<Double> strengths, boolean json) {
    static final double STANDARD = Policy.Correlation.DEFAULT.strength();
    private static final String STRENGTHS = "0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1";

    static Options parse(List<String> args) {
        @Nullable Path data = null;
        String strengths = STRENGTHS;
        boolean json = false;
        for (int i = 0; i < args.size(); i++) {
            String option = args.get(i);
            switch (option) {
                case "--data" -> data = Path.of(value(args, ++i, option));
                case "--strengths" -> strengths = value(args, ++i, option);
                case "--json" -> json = true;
                default -> throw new IllegalArgumentException("what is " + option + "?");
            }
        }
        if (data == null) {
            throw new IllegalArgumentException("--data is missing: where the data sets are");
        }
        if (!Files.isDirectory(data)) {
            throw new IllegalArgumentException("--data: there is no directory " + data);
        }
        return new Options(data, strengths(strengths), json);
    }

    private static String value(List<String> args, int i, String option) {
        if (i >= args.size()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return args.get(i);
    }

    private static SortedSet<Double> strengths(String text) {
        SortedSet<Double> strengths = new TreeSet<>();
        strengths.add(STANDARD);
        for (String one : text.split(",", -1)) {
            if (!one.matches("0|1|0?\\.\\d{1,9}|[01]\\.0{1,9}")) {
                throw new IllegalArgumentException(
                        "--strengths wants numbers from 0 to 1 with commas between, not \"" + text + "\"");
            }
            strengths.add(Double.parseDouble(one));
        }
        return strengths;
    }
}
