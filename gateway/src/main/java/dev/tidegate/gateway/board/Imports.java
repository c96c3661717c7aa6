package dev.tidegate.gateway.board;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which modules a module needs before it can run. The page asks for all of them at once; without that a browser would
 * find them one import after the other.
 */
final class Imports {
    private static final Pattern STATIC =
            Pattern.compile("(?:^|[;\\n}])\\s*(?:import|export)\\s*(?:[^'\"();]*?from\\s*)?['\"](\\.[^'\"]+)['\"]");

    private Imports() {}

    /** The module and what it imports statically, directly or not; dynamic imports are left for when they are needed. */
    static Set<String> closure(String module, Map<String, byte[]> contents) {
        Set<String> out = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(module));
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            if (!out.add(name)) {
                continue;
            }
            byte[] content = contents.get(name);
            if (content == null) {
                throw new IllegalStateException(name + " is imported and not there");
            }
            Matcher imports = STATIC.matcher(new String(content, StandardCharsets.UTF_8));
            while (imports.find()) {
                open.addLast(resolved(name, imports.group(1)));
            }
        }
        return out;
    }

    private static String resolved(String from, String relative) {
        Deque<String> path = new ArrayDeque<>();
        for (String part : (from.substring(0, from.lastIndexOf('/') + 1) + relative).split("/", -1)) {
            if (part.equals("..")) {
                path.removeLast();
            } else if (!part.equals(".")) {
                path.addLast(part);
            }
        }
        return String.join("/", path);
    }
}
