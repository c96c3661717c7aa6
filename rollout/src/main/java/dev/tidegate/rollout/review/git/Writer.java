package dev.tidegate.rollout.review.git;

/** Who is named as the author of a note. Some servers take notes of their own accounts only. */
public record Writer(String name, String email) {
    public static final Writer TIDEGATE = new Writer("Tidegate", "tidegate@localhost");
}
