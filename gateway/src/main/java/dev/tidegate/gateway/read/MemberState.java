package dev.tidegate.gateway.read;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an alert's episode stands in an incident; what matters most comes first. */
public enum MemberState {
    /** The episode fires. */
    FIRING,
    /** The episode is over; the alert may fire again, as another member. */
    OVER,
    /** It was split off or merged away. */
    LEFT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MemberState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
