package dev.tidegate.model.matcher;

/** A matcher that cannot be read, with the place where reading stopped making sense. */
public final class MatcherSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MatcherSyntaxException(String input, int position, String problem) {
        super("matcher `" + input + "`, position " + position + ": " + problem);
    }
}
