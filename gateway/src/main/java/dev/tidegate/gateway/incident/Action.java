package dev.tidegate.gateway.incident;

import dev.tidegate.correlator.command.Command;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people can do to an incident, each with the fields its request has. */
public enum Action {
    ACKNOWLEDGE,
    UNACKNOWLEDGE,
    RESOLVE,
    MERGE,
    SPLIT,
    COMMENT;

    public static final int MAX_TEXT = 4_096;
    public static final int MAX_FINGERPRINTS = 10_000;

    public Set<String> fields() {
        return switch (this) {
            case ACKNOWLEDGE, UNACKNOWLEDGE, RESOLVE -> Set.of("comment");
            case MERGE -> Set.of("into", "comment");
            case SPLIT -> Set.of("fingerprints", "comment");
            case COMMENT -> Set.of("text");
        };
    }

    public Set<String> required() {
        return switch (this) {
            case ACKNOWLEDGE, UNACKNOWLEDGE, RESOLVE -> Set.of();
            case MERGE -> Set.of("into");
            case SPLIT -> Set.of("fingerprints");
            case COMMENT -> Set.of("text");
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The command; the wish has been checked to have the required fields. */
    public Command on(String incident, Wish wish, String actor) {
        return switch (this) {
            case ACKNOWLEDGE -> new Command.Acknowledge(incident, wish.comment(), actor);
            case UNACKNOWLEDGE -> new Command.Unacknowledge(incident, wish.comment(), actor);
            case RESOLVE -> new Command.Resolve(incident, wish.comment(), actor);
            case MERGE -> new Command.Merge(incident, Objects.requireNonNull(wish.into()), wish.comment(), actor);
            case SPLIT -> new Command.Split(incident, wish.fingerprints(), wish.comment(), actor);
            case COMMENT -> new Command.Comment(incident, Objects.requireNonNull(wish.text()), actor);
        };
    }

    /** A request's fields. */
    public record Wish(
            @Nullable String comment,
            @Nullable String into,
            @Nullable String text,
            java.util.List<String> fingerprints) {
        public Wish {
            fingerprints = java.util.List.copyOf(fingerprints);
        }
    }
}
