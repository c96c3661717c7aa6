package dev.tidegate.health.retro;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One row of a series: {@code time,node,signal,value}.
 *
 * @param millis since 1970
 * @param value NaN when the node did not report
 */
record Row(long millis, String node, String signal, double value) {
    /** Numbers from here on are milliseconds; as seconds they would be after the year 5000. */
    private static final double MILLISECONDS_FROM = 1e11;

    private static final double LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
    private static final int FIELDS = 4;
    private static final int MAX_NAME = 500;

    static Row parse(String line) throws BadRowException {
        List<String> fields = fields(line);
        if (fields.size() != FIELDS) {
            throw new BadRowException("expected time,node,signal,value and found " + fields.size()
                    + (fields.size() == 1 ? " field" : " fields"));
        }
        return new Row(
                time(fields.get(0)), name("node", fields.get(1)), name("signal", fields.get(2)), value(fields.get(3)));
    }

    static boolean isHeader(String line) {
        return line.strip().toLowerCase(Locale.ROOT).matches("\"?(unix_?)?time(stamp)?\"?\\s*,.*");
    }

    /** RFC 3339, or seconds since 1970 with or without a fraction, or milliseconds. */
    static long time(String text) throws BadRowException {
        try {
            if (text.length() > 10 && text.charAt(4) == '-') {
                return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli();
            }
            double number = Double.parseDouble(text);
            double millis = number >= MILLISECONDS_FROM ? number : number * 1000;
            if (millis >= 0 && millis <= LATEST) {
                return Math.round(millis);
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw new BadRowException(
                    "\"" + text
                            + "\" is no time; write 2026-01-31T12:00:00Z (with its zone), or seconds or milliseconds since 1970");
        }
        throw new BadRowException("the time " + text + " is not from 1970 to 2200");
    }

    private static String name(String what, String text) throws BadRowException {
        if (text.isEmpty()) {
            throw new BadRowException("the " + what + " is empty");
        }
        if (text.length() > MAX_NAME) {
            throw new BadRowException("the " + what + " is longer than " + MAX_NAME + " characters");
        }
        return text;
    }

    private static double value(String text) throws BadRowException {
        if (text.isEmpty()) {
            return Double.NaN;
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new BadRowException("the value \"" + text + "\" is no number");
        }
        if (Double.isInfinite(value)) {
            throw new BadRowException("the value " + text + " is infinite");
        }
        return value;
    }

    /** Splits at commas; a field in double quotes may contain commas, and quotes written twice. */
    private static List<String> fields(String line) throws BadRowException {
        List<String> fields = new ArrayList<>(FIELDS);
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == '"') {
                StringBuilder field = new StringBuilder();
                int close = at;
                while (true) {
                    int next = line.indexOf('"', close + 1);
                    if (next < 0) {
                        throw new BadRowException("a quote is not closed");
                    }
                    field.append(line, close + 1, next);
                    if (next + 1 < line.length() && line.charAt(next + 1) == '"') {
                        field.append('"');
                        close = next + 1;
                    } else {
                        at = next + 1;
                        break;
                    }
                }
                fields.add(field.toString());
                if (at == line.length()) {
                    return fields;
                }
                if (line.charAt(at) != ',') {
                    throw new BadRowException("a comma is missing after a quote");
                }
                at++;
            } else {
                int comma = line.indexOf(',', at);
                fields.add(line.substring(at, comma < 0 ? line.length() : comma).strip());
                if (comma < 0) {
                    return fields;
                }
                at = comma + 1;
            }
        }
    }
}
