package dev.tidegate.health.evidence.prometheus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds out how old the samples are that a query's values are made of.
 *
 * <p>An instant query looks back five minutes, and {@code rate(x[5m])} has a value as long as two samples are in its
 * window: a dead node keeps its last value for minutes. The time in the answer is the time of the question and tells
 * nothing. Only {@code timestamp()} of a plain selector is a sample's own time. So the selectors are taken out of the
 * query (what they name is seen without parsing the rest), and a second question asks for the newest sample of each node
 * behind each of them. A node counts as old as its oldest selector that has any sample; a node of which no selector has a
 * sample any more (its series ended, as after a failed scrape, or nothing came for five minutes) counts as gone.
 *
 * @param selectors in the order of the query, each once
 * @param renames whether the query makes labels up, so that its nodes may not be called the same in its selectors
 */
record Freshness(List<String> selectors, boolean renames) {
    static final int MOST_SELECTORS = 16;
    /** How far Prometheus looks back for a sample, unless it is started with another bound. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(5);

    private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> KEYWORDS =
            Set.of("and", "or", "unless", "atan2", "bool", "offset", "inf", "nan", "start", "end");
    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "avg",
            "count",
            "min",
            "max",
            "group",
            "stddev",
            "stdvar",
            "topk",
            "bottomk",
            "count_values",
            "quantile",
            "limitk",
            "limit_ratio");

    /** Of filled-in queries. */
    static Freshness of(List<String> queries) {
        Set<String> selectors = new LinkedHashSet<>();
        boolean renames = false;
        for (String query : queries) {
            List<Token> tokens = Token.read(query);
            collect(query, tokens, selectors);
            renames |= tokens.stream()
                    .filter(token -> token.kind() == Token.Kind.WORD)
                    .map(token -> token.of(query))
                    .anyMatch(word -> word.equals("label_replace") || word.equals("label_join"));
        }
        if (selectors.size() > MOST_SELECTORS) {
            throw new QueryMistakeException("the query has " + selectors.size() + " selectors, more than "
                    + MOST_SELECTORS + ", which is the limit; make a recording rule of it");
        }
        return new Freshness(List.copyOf(selectors), renames);
    }

    /** PromQL for the time of each node's newest sample, in seconds. */
    String question(String label, Duration staleAfter) {
        List<String> each = new ArrayList<>();
        for (String selector : selectors) {
            each.add(newest(selector, label, staleAfter));
        }
        if (each.size() == 1) {
            return each.getFirst();
        }
        List<String> marked = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            marked.add("label_replace(" + each.get(i) + ", \"tidegate_selector\", \"" + i + "\", \"\", \"\")");
        }
        return "min by (" + label + ") (" + String.join(" or ", marked) + ")";
    }

    private static String newest(String selector, String label, Duration staleAfter) {
        String by = " by (" + label + ") (";
        String time = "timestamp(" + selector + ")";
        if (selector.startsWith("{")) {
            // it may be of several metrics, which timestamp() cannot tell apart: whoever has a sample young enough has
            // one now
            return "count" + by + "last_over_time(" + selector + "[" + staleAfter.toSeconds() + "s])) * 0 + time()";
        }
        // a plain selector does not see further back than that
        return staleAfter.compareTo(LOOK_BACK) <= 0
                ? "max" + by + time + ")"
                : "max" + by + "max_over_time(" + time + "[" + staleAfter.toSeconds() + "s:60s]))";
    }

    private static void collect(String query, List<Token> tokens, Set<String> selectors) {
        int i = 0;
        while (i < tokens.size()) {
            Token token = tokens.get(i);
            boolean word = token.kind() == Token.Kind.WORD;
            int next = word ? i + 1 : i;
            if (next < tokens.size() && tokens.get(next).is(query, '{')) {
                int close = find(query, tokens, next, '}');
                selectors.add(query.substring(token.start(), tokens.get(close).end()));
                i = close + 1;
            } else if (word && GROUPING.contains(lower(token, query)) && isMark(query, tokens, next, '(')) {
                i = find(query, tokens, next, ')') + 1;
            } else {
                if (word && names(query, tokens, i)) {
                    selectors.add(token.of(query));
                }
                i++;
            }
        }
    }

    /** Whether a word that stands alone is a metric. */
    private static boolean names(String query, List<Token> tokens, int i) {
        String word = lower(tokens.get(i), query);
        if (KEYWORDS.contains(word) || GROUPING.contains(word) || isMark(query, tokens, i + 1, '(')) {
            return false;
        }
        boolean grouped = i + 1 < tokens.size() && GROUPING.contains(lower(tokens.get(i + 1), query));
        return !(grouped && AGGREGATIONS.contains(word));
    }

    private static boolean isMark(String query, List<Token> tokens, int i, char mark) {
        return i < tokens.size() && tokens.get(i).is(query, mark);
    }

    private static int find(String query, List<Token> tokens, int from, char mark) {
        for (int i = from; i < tokens.size(); i++) {
            if (tokens.get(i).is(query, mark)) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    private static String lower(Token token, String query) {
        return token.of(query).toLowerCase(Locale.ROOT);
    }
}
