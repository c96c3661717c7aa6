package dev.tidegate.gateway.problem;

import dev.tidegate.gateway.problem.Problem.Fault;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.MatcherSyntaxException;
import dev.tidegate.model.matcher.Matchers;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query of a request and remembers everything that is wrong with it, so that the caller hears it all at once.
 * Parameters that were never asked for are wrong too: a misspelt filter must not silently match everything.
 *
 * <p>Not thread-safe; one per request. Read everything, then call {@link #check}.
 */
public final class Parameters {
    /** Longer than any word that is known anywhere. */
    private static final int MAX_WORD = 100;

    /** Longest text of a search, and most words in it: each is looked for in every row. */
    private static final int MAX_SEARCH = 256;

    private static final int MAX_SEARCHED = 16;

    private final Map<String, List<String>> query;
    private final Set<String> known = new TreeSet<>();
    private final List<Fault> faults = new ArrayList<>();

    public Parameters(Map<String, List<String>> query) {
        this.query = query;
    }

    /** All values of a parameter, empty ones left out. */
    public List<String> all(String name) {
        if (known.add(name) && query.getOrDefault(name, List.of()).stream().anyMatch(Parameters::holdsNul)) {
            fault(name, "holds the character NUL, which nothing here does");
        }
        return query.getOrDefault(name, List.of()).stream()
                .filter(value -> value != null && !value.isEmpty() && !holdsNul(value))
                .toList();
    }

    private static boolean holdsNul(@Nullable String value) {
        return value != null && value.indexOf('\0') >= 0;
    }

    public @Nullable String text(String name, int maxLength) {
        List<String> values = all(name);
        if (values.size() > 1) {
            fault(name, "is given " + values.size() + " times, allowed is once");
        }
        if (values.isEmpty()) {
            return null;
        }
        String value = values.getFirst();
        if (value.length() > maxLength) {
            fault(name, "is longer than " + maxLength + " characters");
            return null;
        }
        return value;
    }

    /** One word out of a few; several are refused as a word that is none of them. */
    public String word(String name, Set<String> allowed, String byDefault) {
        return word(name, allowed).orElse(byDefault);
    }

    /** One word out of a few; empty when none of them is given. */
    public Optional<String> word(String name, Set<String> allowed) {
        Optional<String> word = Optional.ofNullable(text(name, MAX_WORD));
        word.filter(given -> !allowed.contains(given)).ifPresent(given -> notOneOf(name, given, allowed));
        return word.filter(allowed::contains);
    }

    /** Words out of a fixed set; several may be given, repeated or separated by commas. Empty when none is. */
    public Set<String> words(String name, Set<String> allowed) {
        Set<String> out = new LinkedHashSet<>();
        for (String value : all(name)) {
            for (String word : value.split(",", -1)) {
                if (allowed.contains(word)) {
                    out.add(word);
                } else {
                    notOneOf(name, word, allowed);
                }
            }
        }
        return out;
    }

    private void notOneOf(String name, String word, Set<String> allowed) {
        fault(name, "\"" + word + "\" is not one of " + String.join(", ", new TreeSet<>(allowed)));
    }

    /** Words to be searched for, as people type them: between spaces, and so many at most. */
    public List<String> search(String name) {
        String text = text(name, MAX_SEARCH);
        if (text == null) {
            return List.of();
        }
        List<String> words = Arrays.stream(text.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.size() > MAX_SEARCHED) {
            fault(name, "holds " + words.size() + " words, of which at most " + MAX_SEARCHED + " are searched for");
        }
        return words;
    }

    public int number(String name, int byDefault, int min, int max) {
        String value = text(name, 20);
        if (value == null) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, in the same words as a number out of range
        }
        fault(name, "\"" + value + "\" is not a whole number from " + min + " to " + max);
        return byDefault;
    }

    public @Nullable Instant instant(String name) {
        String value = text(name, 40);
        if (value == null) {
            return null;
        }
        try {
            return java.time.OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            fault(name, "\"" + value + "\" is not a time such as 2026-01-31T12:00:00Z");
            return null;
        }
    }

    /** Every value is a list of matchers in Alertmanager's notation; all of them must hold. */
    public Matchers matchers(String name) {
        List<Matcher> out = new ArrayList<>();
        for (String value : all(name)) {
            try {
                out.addAll(Matchers.parse(value).all());
            } catch (MatcherSyntaxException e) {
                fault(name, String.valueOf(e.getMessage()));
            }
        }
        return new Matchers(out);
    }

    public void fault(String name, String detail) {
        faults.add(new Fault(name, detail));
    }

    /** Throws a 400 that names every fault, unknown parameters among them. */
    public void check() {
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                fault(
                        name,
                        known.isEmpty()
                                ? "is not known here; no parameters are"
                                : "is not known here; known are " + String.join(", ", known));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.badRequest(faults));
        }
    }
}
