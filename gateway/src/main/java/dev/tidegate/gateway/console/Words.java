package dev.tidegate.gateway.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was called.
 *
 * @param command such as {@code user}
 * @param action such as {@code add}
 * @param names what stands without an option
 * @param options without their dashes; flags have an empty value
 */
record Words(String command, String action, List<String> names, Map<String, String> options) {
    private static final Set<String> EVERYWHERE = Set.of("data", "url");
    private static final Set<String> FLAGS = Set.of("password-stdin");
    private static final Map<String, Set<String>> ACTIONS = Map.of(
            "user add", Set.of("roles", "tenant", "password-stdin"),
            "user list", Set.of(),
            "user disable", Set.of(),
            "user password", Set.of("password-stdin"),
            "token create", Set.of("user", "name", "roles", "expires"),
            "token list", Set.of("user"),
            "token revoke", Set.of(),
            "audit verify", Set.of("head"),
            "audit export", Set.of("out", "subject", "actor", "action", "after"));

    static Words of(List<String> arguments) {
        if (arguments.size() < 2 || !ACTIONS.containsKey(arguments.get(0) + " " + arguments.get(1))) {
            throw new WrongCallException("there is no command \""
                    + String.join(" ", arguments.subList(0, Math.min(2, arguments.size()))) + "\"; commands are "
                    + String.join(", ", new TreeSet<>(ACTIONS.keySet())));
        }
        String called = arguments.get(0) + " " + arguments.get(1);
        Set<String> known = new TreeSet<>(ACTIONS.getOrDefault(called, Set.of()));
        known.addAll(EVERYWHERE);
        List<String> names = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        for (int i = 2; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                names.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String option = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (!known.contains(option)) {
                throw new WrongCallException("\"" + argument + "\" is not an option of " + called);
            }
            if (equals < 0 && !FLAGS.contains(option) && i + 1 == arguments.size()) {
                throw new WrongCallException("--" + option + " needs a value");
            }
            options.put(
                    option,
                    equals >= 0 ? argument.substring(equals + 1) : FLAGS.contains(option) ? "" : arguments.get(++i));
        }
        return new Words(arguments.get(0), arguments.get(1), names, options);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    String required(String name) {
        return option(name).orElseThrow(() -> new WrongCallException(command + " " + action + " needs --" + name));
    }

    /** The one name that is given. */
    String name(String what) {
        if (names.size() != 1) {
            throw new WrongCallException(command + " " + action + " takes one " + what + ", not " + names.size());
        }
        return names.getFirst();
    }

    void noNames() {
        if (!names.isEmpty()) {
            throw new WrongCallException(command + " " + action + " does not take \"" + names.getFirst() + "\"");
        }
    }

    /** Words that are separated by commas. */
    List<String> list(String text) {
        return List.of(text.split(",", -1)).stream().map(String::strip).toList();
    }
}
