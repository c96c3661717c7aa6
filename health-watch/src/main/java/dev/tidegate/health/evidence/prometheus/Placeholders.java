package dev.tidegate.health.evidence.prometheus;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fills in what a query leaves open: {@code $nodes} inside the text of a {@code =~} or {@code !~} matcher becomes
 * {@code (?:a|b)} with every name quoted for RE2 and for the kind of quotes around it; {@code $interval} becomes a
 * duration.
 */
record Placeholders(List<String> nodes, Duration interval) {
    private static final String NODES = "$nodes";
    private static final String INTERVAL = "$interval";
    private static final String SPECIAL = "\\.+*?()|[]{}^$";

    String fill(String template) {
        List<Token> tokens = Token.read(template);
        StringBuilder filled = new StringBuilder(template.length());
        int copied = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String text = token.of(template);
            if (text.contains(NODES)) {
                boolean matches = i > 0 && tokens.get(i - 1).is(template, '~');
                if (token.kind() != Token.Kind.TEXT || !matches) {
                    throw new QueryMistakeException(
                            "$nodes is a regular expression: it can only stand in a matcher such as node=~\"$nodes\"");
                }
                filled.append(template, copied, token.start());
                filled.append(text.replace(NODES, names(text.charAt(0))));
                copied = token.end();
            }
        }
        filled.append(template, copied, template.length());
        return filled.toString().replace(INTERVAL, duration(interval));
    }

    static String duration(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private String names(char quote) {
        return nodes.stream().map(node -> quoted(node, quote)).collect(Collectors.joining("|", "(?:", ")"));
    }

    private static String quoted(String node, char quote) {
        StringBuilder quoted = new StringBuilder(node.length() + 8);
        for (int i = 0; i < node.length(); i++) {
            char c = node.charAt(i);
            if (quote == '`') {
                quoted.append(c == '`' ? "\\x60" : SPECIAL.indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
            } else if (c == quote) {
                quoted.append('\\').append(c);
            } else if (c == '\\') {
                quoted.append("\\\\\\\\");
            } else if (c < ' ') {
                quoted.append(String.format("\\x%02x", (int) c));
            } else if (SPECIAL.indexOf(c) >= 0) {
                quoted.append("\\\\").append(c);
            } else {
                quoted.append(c);
            }
        }
        return quoted.toString();
    }
}
