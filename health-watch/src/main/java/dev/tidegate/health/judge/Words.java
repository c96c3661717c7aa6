package dev.tidegate.health.judge;

import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people say them. */
final class Words {
    private Words() {}

    /** A level in the signal's unit; ratios in per cent, counts as what one node has in one round. */
    static String level(Signal signal, double value) {
        if (Double.isNaN(value)) {
            return "unknown";
        }
        if (signal.kind() == SignalKind.RATIO) {
            return number(value * 100) + " %";
        }
        String level = signal.unit().isEmpty() ? number(value) : number(value) + " " + signal.unit();
        return signal.kind() == SignalKind.COUNT ? level + " a round" : level;
    }

    /** Three significant digits, without exponents where people do not want them. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1e7 || size < 1e-4) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int digits = Math.clamp(2 - (int) Math.floor(Math.log10(size)), 0, 6);
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** "1 in 5,000", rounded down to two digits. */
    static String oneIn(double odds) {
        if (odds >= 1e12) {
            return "1 in a trillion";
        }
        double scale = Math.pow(10, Math.max(Math.floor(Math.log10(Math.max(odds, 1))) - 1, 0));
        return String.format(Locale.ROOT, "1 in %,d", (long) (Math.floor(odds / scale) * scale));
    }

    static String nodes(int count) {
        return count == 1 ? "1 node" : String.format(Locale.ROOT, "%,d nodes", count);
    }

    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds % 60 == 0 ? seconds / 60 + " min" : seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }

    /** At most three of them, then how many more. */
    static String some(List<String> names) {
        int shown = Math.min(names.size(), 3);
        String text = String.join(", ", names.subList(0, shown));
        return names.size() > shown ? text + " and " + (names.size() - shown) + " more" : text;
    }
}
