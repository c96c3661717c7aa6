package dev.tidegate.gateway.ingest.json;

import java.util.Arrays;

/**
 * Walks over the bytes of a JSON text (RFC 8259) without making anything of them. The caller knows what it expects and
 * asks for it; what it does not want it skips, and what it skips is checked all the same.
 *
 * <p>Strings come out as slices of the very bytes that came in. A string with escapes is unescaped in place, which never
 * makes it longer, so a slice always lies in the same array and nothing is allocated. The bytes are therefore consumed:
 * a place that was read must not be read again. Runs of plain characters are looked at eight bytes at a time.
 *
 * <p>Text that is not JSON is a {@link MalformedJsonException} with the place; nothing else is ever thrown, and nothing
 * outside the given range is read. Not thread-safe; made to be reused.
 */
public final class JsonCursor {
    private static final byte[] NOTHING = new byte[0];

    private final int maxDepth;
    private byte[] in = NOTHING;
    private int start;
    private int at;
    private int end;
    private int depth;
    private int from;
    private int to;
    private boolean sound;
    private boolean nul;

    /** @param maxDepth how many arrays and objects may be open at once */
    public JsonCursor(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** Begins with a new text. */
    public void reset(byte[] bytes, int first, int after) {
        in = bytes;
        start = first;
        at = first;
        end = after;
        depth = 0;
    }

    /** Lets go of the bytes, so that a pooled cursor does not keep them alive. */
    public void clear() {
        reset(NOTHING, 0, 0);
    }

    public byte[] bytes() {
        return in;
    }

    /** Where the last string begins in {@link #bytes()}. */
    public int from() {
        return from;
    }

    /** Where the last string ends. */
    public int to() {
        return to;
    }

    /** Whether the last string is valid UTF-8. */
    public boolean sound() {
        return sound;
    }

    /** Whether the last string has the character U+0000, which JSON can only say as an escape. */
    public boolean hasNul() {
        return nul;
    }

    /** Where the next token begins. */
    public int position() {
        return at;
    }

    /** Goes back to a place that was skipped, to read it after all. */
    public void seek(int position) {
        at = position;
    }

    /** Whether the last string is this word. */
    public boolean is(byte[] word) {
        return to - from == word.length && Arrays.equals(in, from, to, word, 0, word.length);
    }

    /** The first byte of the next token, without taking it; 0 at the end of the text. */
    public byte peek() {
        int i = at;
        while (i < end) {
            byte b = in[i];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                at = i;
                return b;
            }
            i++;
        }
        at = i;
        return 0;
    }

    /** Takes an opening bracket, {@code '['} or its curly brother. */
    public void open(char bracket) {
        take(bracket);
        if (++depth > maxDepth) {
            throw fail("nests deeper than " + maxDepth + " levels", at - 1);
        }
    }

    /**
     * After {@code open}: true when there is another element or member, whose first byte is then next; takes the comma
     * before it, or the closing bracket when there is none.
     */
    public boolean more(char closing, boolean first) {
        byte b = peek();
        if (b == closing) {
            at++;
            depth--;
            return false;
        }
        if (first) {
            return true;
        }
        if (b != ',') {
            throw fail("expected ',' or '" + closing + "'", at);
        }
        at++;
        return true;
    }

    /** Takes a member's name, which is then the last string, and its colon. */
    public void name() {
        if (peek() != '"') {
            throw fail("expected a name in double quotes", at);
        }
        string();
        take(':');
    }

    /** Takes {@code null} if it is next. */
    public boolean takeNull() {
        if (peek() != 'n') {
            return false;
        }
        literal("null");
        return true;
    }

    /** Makes sure that nothing but white space is left. */
    public void finish() {
        if (peek() != 0 || at < end) {
            throw fail("expected nothing after the value", at);
        }
    }

    /** Takes the string whose opening quote is next. */
    public void string() {
        if (peek() != '"') {
            throw fail("expected a string", at);
        }
        int quote = at;
        int i = at + 1;
        sound = true;
        nul = false;
        while (true) {
            i = Scalars.plainEnd(in, i, end);
            if (i >= end) {
                throw fail("the string is not closed", quote);
            }
            byte b = in[i];
            if (b == '"') {
                from = quote + 1;
                to = i;
                at = i + 1;
                return;
            }
            if (b == '\\') {
                unescape(quote, i);
                return;
            }
            i = notPlain(i, quote);
        }
    }

    /** Skips any value, checking that it is one. */
    public void skip() {
        byte b = peek();
        switch (b) {
            case '"' -> skipString();
            case '{' -> {
                open('{');
                for (boolean first = true; more('}', first); first = false) {
                    if (peek() != '"') {
                        throw fail("expected a name in double quotes", at);
                    }
                    skipString();
                    take(':');
                    skip();
                }
            }
            case '[' -> {
                open('[');
                for (boolean first = true; more(']', first); first = false) {
                    skip();
                }
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    /** A failure at a place, as a byte offset from the beginning of the text. */
    public MalformedJsonException fail(String what, int place) {
        return new MalformedJsonException(what + (place >= end ? ", but the text ends" : ""), place - start);
    }

    private void take(char c) {
        if (peek() != c) {
            throw fail("expected '" + c + "'", at);
        }
        at++;
    }

    /** Steps over a byte that {@link Scalars#plainEnd} stopped at and that neither closes the string nor escapes. */
    private int notPlain(int i, int quote) {
        byte b = in[i];
        if (b >= 0) {
            throw fail("a control character in the string that begins at byte " + (quote - start), i);
        }
        int next = Utf8Check.next(in, i, end);
        if (next < 0) {
            sound = false;
            return i + 1;
        }
        return next;
    }

    private void unescape(int quote, int firstBackslash) {
        int read = firstBackslash;
        int write = firstBackslash;
        while (true) {
            int run = Scalars.plainEnd(in, read, end);
            if (run >= end) {
                throw fail("the string is not closed", quote);
            }
            byte b = in[run];
            int next = b == '"' || b == '\\' ? run : notPlain(run, quote);
            System.arraycopy(in, read, in, write, next - read);
            write += next - read;
            read = next;
            if (b == '"') {
                from = quote + 1;
                to = write;
                at = read + 1;
                return;
            }
            if (b == '\\') {
                int c = escaped(read, quote);
                boolean pair = Character.isHighSurrogate((char) c) && Escapes.isLowSurrogate(in, read + 6, end);
                if (pair) {
                    c = Character.toCodePoint((char) c, (char) Escapes.unit(in, read + 6, end));
                }
                nul |= c == 0;
                read += in[read + 1] != 'u' ? 2 : pair ? 12 : 6;
                write = Utf8Check.put(in, write, c);
            }
        }
    }

    private int escaped(int i, int quote) {
        int unit = Escapes.unit(in, i, end);
        if (unit == Escapes.UNKNOWN) {
            throw fail("an unknown escape", i);
        }
        if (unit == Escapes.CUT_SHORT) {
            throw i + 1 < end ? fail("\\u wants four hexadecimal digits", i) : fail("the string is not closed", quote);
        }
        return unit;
    }

    private void skipString() {
        int quote = at;
        int i = at + 1;
        while (true) {
            i = Scalars.plainEnd(in, i, end);
            if (i >= end) {
                throw fail("the string is not closed", quote);
            }
            byte b = in[i];
            if (b == '"') {
                at = i + 1;
                return;
            }
            if (b == '\\') {
                escaped(i, quote);
                i += in[i + 1] == 'u' ? 6 : 2;
            } else {
                i = notPlain(i, quote);
            }
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || in[at + i] != word.charAt(i)) {
                throw fail("expected " + word, at);
            }
        }
        at += word.length();
    }

    private void number() {
        int after = Scalars.numberEnd(in, at, end);
        if (after < 0) {
            throw fail("expected a value", at);
        }
        at = after;
    }
}
