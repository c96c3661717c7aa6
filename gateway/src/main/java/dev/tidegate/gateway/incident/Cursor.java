package dev.tidegate.gateway.incident;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A place in an ordered list, as text that callers hand back and need not understand. It names the last item seen, not a
 * count: items that come or go in between neither repeat nor hide others.
 *
 * @param list which list it belongs to: a cursor of another list is refused
 * @param fields the last item's place in the order
 */
public record Cursor(String list, List<String> fields) {
    private static final String BETWEEN = "\u001f";

    public Cursor {
        fields = List.copyOf(fields);
    }

    public static Cursor of(String list, Object... fields) {
        return new Cursor(
                list, java.util.Arrays.stream(fields).map(String::valueOf).toList());
    }

    public String text() {
        String all = list + BETWEEN + String.join(BETWEEN, fields);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when the text is no cursor of this list with so many fields. */
    public static Optional<Cursor> parse(String text, String list, int fields) {
        try {
            String all = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            List<String> parts = List.of(all.split(BETWEEN, -1));
            return parts.size() == fields + 1 && parts.getFirst().equals(list)
                    ? Optional.of(new Cursor(list, parts.subList(1, parts.size())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
