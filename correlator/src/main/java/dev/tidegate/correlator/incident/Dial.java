package dev.tidegate.correlator.incident;

import dev.tidegate.model.Micros;
import java.time.Duration;

/**
 * What the one number {@code strength} means: how much evidence it takes to put two alerts together, and how far apart in
 * time evidence still counts. Each kind of evidence weighs twice its base at once and falls in a straight line to its base
 * at the end of its window; after that it is nothing. A base of one or more suffices by itself at the default strength.
 *
 * <p>Alerts come in two sorts. Most are <em>states</em>, judged by a rule with a severity; they are about a place in the
 * topology, and a common second says little. Others are <em>events</em> of a detector; they come in dense streams, and
 * what they have to say is when they come, so their windows are short and time alone counts.
 */
record Dial(double strength, double threshold, double stretch, double eventWindow) {
    static final double IDENTITY = 2.0;

    /** The time after which an alert comes back for no better reason than that nothing else explains it. */
    private static final long IDENTITY_FADES = 30 * Micros.MINUTE;

    static final double NODE = 1.3;
    static final double RULE = 1.0;
    static final double RULE_OF_ONE_NODE = 0.6;
    static final double REACH = 1.2;
    static final double SIBLING = 0.3;
    static final double SIBLING_FAMILY = 0.4;
    static final double SIBLING_EACH_MORE = 0.15;
    static final double SIBLING_MORE_MAX = 0.6;

    /** What is known below a place counts for so many more when it is asked how much of it was hit. */
    static final double COVERED_AT_LEAST = 3;

    /** The shares of all hits, and of those of a family, up to which a place explains nothing; and how much more is all. */
    static final double SCATTERED = 0.45;

    static final double FAMILY_SCATTERED = 0.3;
    static final double CONCENTRATED = 0.15;

    /** Two incidents whose families are as alike as this are one. */
    static final double ALIKE = 0.5;

    static final double WIDE = 1.3;

    /** The share of an incident's alerts that makes it one about something. */
    static final double MOSTLY = 0.6;

    static final double STORM = 1.0;
    static final double TIME = 0.5;
    static final double EVENT = 1.0;

    /** How far the windows of states reach at a strength of 1, and how short they are at 0, times those at 0.5. */
    private static final double MOST_STRETCH = 64;

    private static final double LEAST_SHRINK = 4;

    private static final Duration PLACE_WINDOW = Duration.ofMinutes(5);
    private static final Duration SIBLING_WINDOW = Duration.ofMinutes(2);
    private static final Duration TIME_WINDOW = Duration.ofSeconds(30);

    /** The windows of events, in seconds: at a strength just above 0, at 0.5 and at 1. */
    private static final double EVENT_LEAST = 3;

    private static final double EVENT_MIDDLE = 90;
    private static final double EVENT_MOST = 6_000;

    /** How much of an event's window each kind of evidence has. */
    static final double EVENT_NODE = 0.7;

    static final double EVENT_NAME = 0.6;
    static final double EVENT_TIME = 0.5;

    static Dial of(double strength) {
        double s = Math.clamp(strength, 0, 1);
        if (s == 0) {
            return new Dial(0, Double.MAX_VALUE, 0, 0);
        }
        double window =
                s <= 0.5 ? between(EVENT_LEAST, EVENT_MIDDLE, s * 2) : between(EVENT_MIDDLE, EVENT_MOST, s * 2 - 1);
        return new Dial(
                s, Math.pow(2, 2 * (0.5 - s)), Math.pow(s > 0.5 ? MOST_STRETCH : LEAST_SHRINK, 2 * (s - 0.5)), window);
    }

    /** An alert comes back to its incident always, unless another explains it better; the longer ago, the sooner. */
    double identity(long age) {
        double faded = Math.clamp((double) age / IDENTITY_FADES, 0, 1);
        return threshold * (IDENTITY - (IDENTITY - 1) * faded);
    }

    long place() {
        return stretched(PLACE_WINDOW);
    }

    long siblings() {
        return stretched(SIBLING_WINDOW);
    }

    long time() {
        return stretched(TIME_WINDOW);
    }

    long event(double share) {
        return (long) (eventWindow * share * Micros.SECOND);
    }

    long stretched(Duration window) {
        return (long) (window.toNanos() / 1_000.0 * stretch);
    }

    /** The weight of evidence of some age; 0 when the window is over. */
    static double weight(double base, long age, long window) {
        if (age > window || window <= 0) {
            return 0;
        }
        return base * (2 - (double) Math.max(0, age) / window);
    }

    /** The more nodes an incident has, the less it says that one of them is hit again; 1 for one node, half for 4, a third for 16. */
    static double breadth(int nodes) {
        return 2 / (2 + Math.log(Math.max(1, nodes)) / Math.log(2));
    }

    /** What further siblings add. */
    static double more(int siblings) {
        return Math.min(SIBLING_MORE_MAX, SIBLING_EACH_MORE * Math.max(0, siblings));
    }

    /** How much a place that holds a share of an outbreak explains it: nothing up to one share, all from a bit more on. */
    static double concentration(double share, double scattered) {
        return Math.clamp((share - scattered) / CONCENTRATED, 0, 1);
    }

    private static double between(double least, double most, double share) {
        return least * Math.pow(most / least, share);
    }
}
