package dev.tidegate.gateway.alertmanager.http;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.MatcherSyntaxException;
import dev.tidegate.model.matcher.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * The query of {@code GET /alerts}, {@code /alerts/groups} and {@code /silences}, read as leniently as Alertmanager does:
 * unknown parameters mean nothing, and a flag that is neither yes nor no is a no.
 *
 * @param receiver null for any
 */
record AlertFilter(
        Matchers matchers,
        boolean active,
        boolean silenced,
        boolean inhibited,
        @Nullable Pattern receiver) {
    private static final Set<String> YES =
            Set.of("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled");

    /** Something in the query cannot be read; the text is what the caller is told. */
    static final class BadFilter extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadFilter(String text) {
            super(text, null, false, false);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    static AlertFilter of(MultiValueMap<String, String> query) {
        return new AlertFilter(
                matchers(query),
                flag(query, "active"),
                flag(query, "silenced"),
                flag(query, "inhibited"),
                receiver(query.getFirst("receiver")));
    }

    static Matchers matchers(MultiValueMap<String, String> query) {
        List<Matcher> out = new ArrayList<>();
        for (String filter : query.getOrDefault("filter", List.of())) {
            if (filter == null || filter.isBlank()) {
                throw new BadFilter("bad matcher format: " + (filter == null ? "" : filter));
            }
            if (filter.indexOf('\0') >= 0) {
                throw new BadFilter("bad matcher format: it holds the character NUL, which no label does");
            }
            try {
                out.addAll(Matchers.parse(filter).all());
            } catch (MatcherSyntaxException e) {
                throw new BadFilter("bad matcher format: " + filter + " (" + e.getMessage() + ")");
            }
        }
        return new Matchers(out);
    }

    private static boolean flag(MultiValueMap<String, String> query, String name) {
        String value = query.getFirst(name);
        return value == null || value.isEmpty() || YES.contains(value.toLowerCase(java.util.Locale.ROOT));
    }

    private static @Nullable Pattern receiver(@Nullable String expression) {
        if (expression == null || expression.isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile("^(?:" + expression + ")$");
        } catch (PatternSyntaxException e) {
            throw new BadFilter("failed to parse receiver param: error parsing regexp: " + e.getDescription() + ": `"
                    + e.getPattern() + "`");
        }
    }

    /** @param tenant whose alerts; empty for everybody's */
    AlertQuery query(String tenant) {
        return new AlertQuery(tenant, matchers, true, active, silenced, inhibited, Set.of(), null, null, null, 0);
    }

    boolean wants(List<String> receivers) {
        Pattern wanted = receiver;
        return wanted == null
                || receivers.stream().anyMatch(name -> wanted.matcher(name).matches());
    }
}
