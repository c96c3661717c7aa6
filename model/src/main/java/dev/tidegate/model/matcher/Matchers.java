package dev.tidegate.model.matcher;

import dev.tidegate.model.Labels;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions that must all hold. An empty list matches everything. */
public record Matchers(List<Matcher> all) {
    public static final Matchers ANY = new Matchers(List.of());

    public Matchers {
        all = List.copyOf(all);
    }

    public static Matchers of(Matcher... matchers) {
        return new Matchers(List.of(matchers));
    }

    /**
     * Reads Alertmanager's notation: {@code {alertname="NodeDown", "server name"=~"cmp.*"}}, braces optional, names and
     * values quoted or bare. Throws {@link MatcherSyntaxException} with the position of what is wrong.
     */
    public static Matchers parse(String text) {
        return new Matchers(new MatcherParser(text).parse());
    }

    public boolean matches(Labels labels) {
        for (Matcher matcher : all) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return all.stream().map(Matcher::toString).collect(Collectors.joining(", ", "{", "}"));
    }
}
