package dev.tidegate.fleet.demo;

import java.io.PrintStream;

/** The story as it is printed: a line a fact, with the seconds since the beginning. */
final class Told {
    private final PrintStream out;
    private final long begin = System.nanoTime();

    Told(PrintStream out) {
        this.out = out;
    }

    synchronized void line(String text) {
        out.printf("%4d s  %s%n", (System.nanoTime() - begin) / 1_000_000_000, text);
        out.flush();
    }

    /** A moment of the API, to the second. */
    static String moment(String iso) {
        return iso.replaceFirst("^([0-9-]+)T([0-9:]+)(\\.[0-9]+)?Z$", "$1 $2 UTC");
    }

    synchronized void block(String text) {
        text.lines().forEach(line -> out.println("        " + line));
        out.flush();
    }
}
