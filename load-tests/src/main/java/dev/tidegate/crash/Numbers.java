package dev.tidegate.crash;

import java.util.LinkedHashMap;
import java.util.Map;

/** Options of a command that are whole numbers. */
public final class Numbers {
    private Numbers() {}

    /**
     * What was given, and the defaults for the rest.
     *
     * @param args the launcher, then names and values
     * @throws IllegalArgumentException when there is no such option, or its value is no number
     */
    public static Map<String, Integer> parse(String[] args, Map<String, Integer> defaults) {
        Map<String, Integer> options = new LinkedHashMap<>(defaults);
        for (int i = 1; i < args.length; i += 2) {
            if (!options.containsKey(args[i])) {
                throw new IllegalArgumentException("there is no option " + args[i]);
            }
            if (i + 1 == args.length || !args[i + 1].matches("\\d{1,6}")) {
                throw new IllegalArgumentException(args[i] + " wants a whole number of at most six digits");
            }
            options.put(args[i], Integer.parseInt(args[i + 1]));
        }
        return options;
    }
}
