package dev.tidegate.gateway.ingest;

/** What senders are told, in one place, so that every door says the same thing the same way. */
public final class Sentences {
    public static final String NO_LABELS = "at least one label pair required";
    public static final String EMPTY_NAME = "a name is empty";
    public static final String NUL = "holds the character NUL, which cannot be stored";
    public static final String BAD_UTF8 = "is not valid UTF-8";
    private static final int SHOWN = 40;

    private Sentences() {}

    public static String tooMany(int limit) {
        return "more than " + limit + " of them";
    }

    public static String nameTooLong(String name, int limit) {
        return "the name that begins \"" + shortened(name) + "\" is longer than " + limit + " bytes";
    }

    public static String valueTooLong(int bytes, int limit) {
        return bytes + " bytes long, at most " + limit + " are taken";
    }

    public static String alertTooLarge(IngestLimits limits) {
        return "its names and values are longer than " + limits.alertBytes() + " bytes together";
    }

    public static String batchTooLarge(IngestLimits limits) {
        return "a batch holds at most " + limits.batchAlerts() + " alerts; this one and those after it were not taken";
    }

    public static String bodyTooLarge(int limit) {
        return "the body is longer than " + limit + " bytes; send smaller batches";
    }

    /** The beginning of a text, so that a refusal does not repeat a long mistake in full. */
    public static String shortened(String text) {
        if (text.length() <= SHOWN) {
            return text;
        }
        int cut = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return text.substring(0, cut) + "…";
    }
}
