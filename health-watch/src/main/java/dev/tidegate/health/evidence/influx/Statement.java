package dev.tidegate.health.evidence.influx;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A SELECT with what it leaves open.
 *
 * <p>{@code $where} becomes the condition on nodes and time, {@code $by} (or {@code GROUP BY "tag"}, when there is one
 * such clause only) becomes bins of time and the tag. Both a single time and a range are asked in bins that end at the
 * times asked for, so that a round that is read again later has the numbers it had live.
 */
final class Statement {
    private static final int CASE = Pattern.CASE_INSENSITIVE;
    private static final Pattern SELECT = Pattern.compile("\\s*SELECT\\b", CASE);
    private static final Pattern FUNCTION = Pattern.compile("\\s*SELECT\\b(?:(?!\\bFROM\\b)[^(])*\\(", CASE);
    private static final Pattern INTO = Pattern.compile("\\bINTO\\b", CASE);
    private static final Pattern FILL = Pattern.compile("\\bFILL\\s*\\(", CASE);
    private static final Pattern GROUP = Pattern.compile("\\bGROUP\\s+BY\\s+", CASE);
    private static final Pattern AFTER_GROUP =
            Pattern.compile("\\s*($|\\)|;|\\b(ORDER|LIMIT|OFFSET|SLIMIT|SOFFSET|TZ)\\b)", CASE);
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    private final String template;
    private final String tag;

    private Statement(String template, String tag) {
        this.template = template;
        this.tag = tag;
    }

    /** Throws QueryMistakeException that says what to write instead. */
    static Statement of(String query, String tag) {
        String trimmed = query.strip();
        if (trimmed.endsWith(";")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        Skeleton skeleton = Skeleton.of(trimmed);
        String code = skeleton.code();
        if (!SELECT.matcher(code).lookingAt() || INTO.matcher(code).find() || code.contains(";")) {
            throw new QueryMistakeException("the query must be one SELECT, and must not write INTO anything");
        }
        if (FILL.matcher(code).find()) {
            throw new QueryMistakeException("leave fill(…) out: it makes data of what is missing; when no rows are no"
                    + " events, the policy says so");
        }
        if (!FUNCTION.matcher(code).lookingAt()) {
            throw new QueryMistakeException(
                    "the query must select a function such as mean(…), last(…) or sum(…), as it is asked in bins of time");
        }
        if (!code.contains("$where")) {
            throw new QueryMistakeException(
                    "the query must have WHERE $where, which stands for the nodes and the time; without it old values"
                            + " would look new");
        }
        String loose = code.replace("$where", "").replace("$by", "").replace("$interval", "");
        if (loose.contains("$nodes")) {
            throw new QueryMistakeException(
                    "$nodes can only stand in a regular expression such as /^($nodes)$/; $where has the nodes already");
        }
        return new Statement(withBy(trimmed, code, tag), tag);
    }

    private static String withBy(String query, String code, String tag) {
        if (code.contains("$by")) {
            return query;
        }
        Matcher group = GROUP.matcher(code);
        if (group.find()) {
            int start = group.end();
            boolean only = !group.find();
            for (String name : List.of(name(tag), tag)) {
                int end = start + name.length();
                if (only
                        && query.startsWith(name, start)
                        && AFTER_GROUP.matcher(code.substring(end)).lookingAt()) {
                    return query.substring(0, start) + "$by" + query.substring(end);
                }
            }
        }
        throw new QueryMistakeException(
                "the query must have one GROUP BY " + name(tag) + ", or GROUP BY $by where it has several");
    }

    /**
     * The InfluxQL to send.
     *
     * @param from in milliseconds, where the first bin begins
     * @param to in milliseconds, where the last bin ends
     */
    String fill(List<String> nodes, long from, long to, Duration step) {
        long width = step.toMillis();
        String names = nodes.stream().map(Statement::quoted).collect(Collectors.joining("|", "(?:", ")"));
        String where = "(" + name(tag) + " =~ /^" + names + "$/ AND time >= " + from + "ms AND time < " + to + "ms)";
        String by = "time(" + width + "ms, " + Math.floorMod(from, width) + "ms), " + name(tag) + " fill(none)";
        Skeleton skeleton = Skeleton.of(template);
        StringBuilder filled = new StringBuilder(template.length() + where.length() + by.length());
        int at = 0;
        while (at < template.length()) {
            if (skeleton.code().startsWith("$where", at)) {
                filled.append(where);
                at += "$where".length();
            } else if (skeleton.code().startsWith("$by", at)) {
                filled.append(by);
                at += "$by".length();
            } else if (skeleton.code().startsWith("$interval", at)) {
                filled.append(width).append("ms");
                at += "$interval".length();
            } else if (skeleton.regex().startsWith("$nodes", at)) {
                filled.append(names);
                at += "$nodes".length();
            } else {
                filled.append(template.charAt(at++));
            }
        }
        return filled.toString();
    }

    String template() {
        return template;
    }

    /** A name as InfluxQL quotes it. */
    static String name(String name) {
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** For RE2, inside of slashes. */
    private static String quoted(String node) {
        StringBuilder quoted = new StringBuilder(node.length() + 8);
        for (int i = 0; i < node.length(); i++) {
            char c = node.charAt(i);
            if (c < ' ') {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c == '/' || SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return quoted.toString();
    }
}
