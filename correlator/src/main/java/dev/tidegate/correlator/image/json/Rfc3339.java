package dev.tidegate.correlator.image.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as text: RFC 3339, UTC with {@code Z}, always six digits of a second, so that they sort as text and PostgreSQL
 * reads them back exactly. Years before 1 and after 9999 have no such text and become the first and the last instant
 * that has one.
 */
public final class Rfc3339 {
    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");
    private static final int LENGTH = "2026-01-02T03:04:05.123456Z".length();

    private Rfc3339() {}

    public static String of(Instant time) {
        Instant shown = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        LocalDateTime utc = LocalDateTime.ofEpochSecond(shown.getEpochSecond(), shown.getNano(), ZoneOffset.UTC);
        char[] out = new char[LENGTH];
        digits(out, 0, 4, utc.getYear());
        out[4] = '-';
        digits(out, 5, 2, utc.getMonthValue());
        out[7] = '-';
        digits(out, 8, 2, utc.getDayOfMonth());
        out[10] = 'T';
        digits(out, 11, 2, utc.getHour());
        out[13] = ':';
        digits(out, 14, 2, utc.getMinute());
        out[16] = ':';
        digits(out, 17, 2, utc.getSecond());
        out[19] = '.';
        digits(out, 20, 6, utc.getNano() / 1_000);
        out[26] = 'Z';
        return new String(out);
    }

    /** Reads what {@link #of} writes; throws DateTimeParseException for anything that is no instant. */
    public static Instant parse(String text) {
        return Instant.parse(text);
    }

    private static void digits(char[] out, int from, int count, int number) {
        int rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
