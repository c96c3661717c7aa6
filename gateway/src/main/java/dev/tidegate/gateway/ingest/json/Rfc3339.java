package dev.tidegate.gateway.ingest.json;

import dev.tidegate.model.Micros;

/**
 * Times as RFC 3339 writes them, read from bytes: {@code 2026-03-01T10:20:30.123456789+02:00}.
 *
 * <p>As lenient as Alertmanager's v2 API: a blank instead of {@code T}, no seconds, and no zone (then UTC) are taken too.
 * Digits beyond microseconds are cut. An empty text and the zero time of Go, {@code 0001-01-01T00:00:00Z}, mean "not
 * given".
 */
public final class Rfc3339 {
    /** Returned for a text that is no time. */
    public static final long BAD = Long.MIN_VALUE + 1;

    private static final long GO_ZERO = -62_135_596_800L;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int SHORTEST = "2026-03-01T10:20".length();

    private Rfc3339() {}

    /** Microseconds since 1970, {@link Micros#NONE} when not given, {@link #BAD} when it is no time. */
    public static long parse(byte[] in, int from, int to) {
        if (from == to) {
            return Micros.NONE;
        }
        if (to - from < SHORTEST) {
            return BAD;
        }
        int year = two(in, from) * 100 + two(in, from + 2);
        int month = two(in, from + 5);
        int day = two(in, from + 8);
        int hour = two(in, from + 11);
        int minute = two(in, from + 14);
        byte t = in[from + 10];
        boolean formed = two(in, from) >= 0
                && two(in, from + 2) >= 0
                && in[from + 4] == '-'
                && in[from + 7] == '-'
                && (t == 'T' || t == 't' || t == ' ')
                && in[from + 13] == ':';
        if (!formed || !dayExists(year, month, day) || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return BAD;
        }
        int at = from + SHORTEST;
        int second = 0;
        long micros = 0;
        if (at < to && in[at] == ':') {
            second = at + 3 <= to ? two(in, at + 1) : -1;
            if (second < 0 || second > 59) {
                return BAD;
            }
            at += 3;
            if (at < to && in[at] == '.') {
                int digits = fractionEnd(in, at + 1, to);
                if (digits == at + 1) {
                    return BAD;
                }
                micros = fraction(in, at + 1, digits);
                at = digits;
            }
        }
        long offset = zone(in, at, to);
        if (offset == BAD) {
            return BAD;
        }
        long seconds = daysSince1970(year, month, day) * 86_400L + hour * 3_600L + minute * 60L + second - offset;
        return seconds == GO_ZERO && micros == 0 ? Micros.NONE : seconds * Micros.SECOND + micros;
    }

    private static int fractionEnd(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at;
    }

    private static long fraction(byte[] in, int from, int to) {
        long micros = 0;
        for (int i = 0; i < 6; i++) {
            micros = micros * 10 + (from + i < to ? in[from + i] - '0' : 0);
        }
        return micros;
    }

    /** Seconds east of UTC. */
    private static long zone(byte[] in, int at, int to) {
        if (at == to) {
            return 0;
        }
        if (in[at] == 'Z' || in[at] == 'z') {
            return at + 1 == to ? 0 : BAD;
        }
        if (to - at != 6 || in[at] != '+' && in[at] != '-' || in[at + 3] != ':') {
            return BAD;
        }
        int hours = two(in, at + 1);
        int minutes = two(in, at + 4);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return BAD;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return in[at] == '-' ? -seconds : seconds;
    }

    private static int two(byte[] in, int at) {
        int tens = in[at] - '0';
        int ones = in[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private static boolean dayExists(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return day <= DAYS[month - 1] + (month == 2 && leap ? 1 : 0);
    }

    /** Days of the proleptic Gregorian calendar; the year is taken to begin in March, so that the leap day comes last. */
    private static long daysSince1970(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468L;
    }
}
