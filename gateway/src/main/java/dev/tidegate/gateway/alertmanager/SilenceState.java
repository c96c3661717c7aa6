package dev.tidegate.gateway.alertmanager;

import dev.tidegate.correlator.image.SilenceImage;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/** Where a silence stands, in the order in which silences are listed. */
public enum SilenceState {
    ACTIVE,
    PENDING,
    EXPIRED;

    public static SilenceState of(SilenceImage silence, Instant now) {
        if (now.isBefore(silence.startsAt())) {
            return PENDING;
        }
        return now.isBefore(silence.endsAt()) ? ACTIVE : EXPIRED;
    }

    /** Active ones that end next first, then pending ones that start next, then expired ones, the latest first. */
    public static Comparator<SilenceImage> order(Instant now) {
        return Comparator.comparing((SilenceImage silence) -> of(silence, now))
                .thenComparing((a, b) -> switch (of(a, now)) {
                    case ACTIVE -> a.endsAt().compareTo(b.endsAt());
                    case PENDING -> a.startsAt().compareTo(b.startsAt());
                    case EXPIRED -> b.endsAt().compareTo(a.endsAt());
                })
                .thenComparing(SilenceImage::id);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
