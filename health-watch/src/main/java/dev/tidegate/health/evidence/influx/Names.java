package dev.tidegate.health.evidence.influx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a query reads from. InfluxDB answers nothing at all when one of them is mistyped, so they are looked up
 * when an answer is empty.
 *
 * @param measurements from every FROM that is not a sub-query; those given as regular expressions are left out
 * @param fields what the SELECT reads, when there is one SELECT only
 */
record Names(Set<Measurement> measurements, Set<String> fields) {
    private static final int CASE = Pattern.CASE_INSENSITIVE;
    private static final String NAME = "(?:\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z_][A-Za-z0-9_]*)";
    private static final Pattern FROM = Pattern.compile("\\bFROM\\s+", CASE);
    private static final Pattern PATH = Pattern.compile(
            "(?:(?<first>" + NAME + ")\\.)?(?:(?<second>" + NAME + ")?\\.)?(?<last>" + NAME + ")\\s*(?<more>,\\s*)?");
    private static final Pattern WORD = Pattern.compile("(?:\\bAS\\s+)?" + NAME + "(?:::[a-z]+)?\\s*\\(?", CASE);

    /** @param database empty for the one that is asked */
    record Measurement(String database, String name) {}

    static Names of(String query) {
        String code = Skeleton.of(query).code();
        Set<Measurement> measurements = new LinkedHashSet<>();
        List<Integer> froms = new ArrayList<>();
        Matcher from = FROM.matcher(code);
        while (from.find()) {
            froms.add(from.start());
            paths(query, from.end(), measurements);
        }
        boolean single = froms.size() == 1;
        return new Names(measurements, single ? fields(query.substring(0, froms.getFirst())) : Set.of());
    }

    private static void paths(String query, int from, Set<Measurement> measurements) {
        Matcher path = PATH.matcher(query);
        int at = from;
        while (path.region(at, query.length()).lookingAt()) {
            boolean three = path.group("first") != null
                    && query.substring(at, path.start("last")).matches(".*\\..*\\.");
            String database = three ? plain(path.group("first")) : "";
            measurements.add(new Measurement(database, plain(path.group("last"))));
            if (path.group("more") == null) {
                return;
            }
            at = path.end();
        }
    }

    private static Set<String> fields(String select) {
        Set<String> fields = new LinkedHashSet<>();
        // texts are no names
        Matcher word = WORD.matcher(select.replaceAll("'(?:[^'\\\\]|\\\\.)*'", " "));
        while (word.find()) {
            String text = word.group().strip();
            boolean alias = text.regionMatches(true, 0, "AS", 0, 2)
                    && text.length() > 2
                    && Character.isWhitespace(text.charAt(2));
            boolean keyword = text.equalsIgnoreCase("SELECT") || text.equalsIgnoreCase("DISTINCT");
            boolean unit = word.start() > 0 && Character.isDigit(select.charAt(word.start() - 1));
            if (!alias && !keyword && !unit && !text.endsWith("(")) {
                fields.add(plain(text.replaceFirst("::[a-z]+$", "")));
            }
        }
        return fields;
    }

    private static String plain(String name) {
        if (!name.startsWith("\"")) {
            return name;
        }
        return name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
