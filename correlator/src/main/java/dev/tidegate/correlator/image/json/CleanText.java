package dev.tidegate.correlator.image.json;

/**
 * Text that JSON and PostgreSQL can hold. Both refuse some of what a Java string can contain (PostgreSQL the character
 * 0, UTF-8 half a surrogate pair); one such character in one annotation must not stop a shard, so it becomes U+FFFD.
 */
public final class CleanText {
    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {}

    /** The text itself when there is nothing to replace, which is nearly always. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c) && !pairAt(text, i)) {
                return replaced(text, i);
            }
            if (Character.isSurrogate(c)) {
                i++;
            }
        }
        return text;
    }

    private static boolean pairAt(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    private static String replaced(String text, int from) {
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && pairAt(text, i)) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return out.toString();
    }
}
