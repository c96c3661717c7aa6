package dev.tidegate.model;

/** Strings seen as their UTF-8 bytes, without encoding them. */
final class Utf8 {
    private Utf8() {}

    /**
     * Orders as the UTF-8 bytes do, which is how Go sorts label names. UTF-16 order differs above the surrogates: U+FF61
     * sorts after U+10000 in Java and before it in UTF-8.
     */
    static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xs = Character.isSurrogate(x);
                boolean ys = Character.isSurrogate(y);
                return xs == ys ? x - y : xs ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
