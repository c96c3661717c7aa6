package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened to alerts or silences: what {@link Alerts} decides and applies. Times are microseconds since
 * 1970; {@code at} is the log's clock.
 */
public sealed interface AlertFact {
    long at();

    /** A fact about one alert. */
    sealed interface OfAlert extends AlertFact {
        Scope scope();

        long fingerprint();
    }

    /** An identity is heard of for the first time, or again after it was gone. */
    record Appeared(Scope scope, long fingerprint, Labels labels, long at) implements OfAlert {}

    /**
     * It fires.
     *
     * @param held it is flapping: the episode goes on
     * @param promise until when the sender takes it as firing; {@link dev.tidegate.model.Micros#NONE} when it does not say
     */
    record Fired(
            Scope scope,
            long fingerprint,
            Labels labels,
            int episode,
            boolean held,
            long startsAt,
            long promise,
            Text text,
            Heard heard,
            String source,
            List<String> silencedBy,
            List<String> inhibitedBy,
            long at)
            implements OfAlert {}

    /**
     * It is over.
     *
     * @param held it is flapping: the episode goes on
     * @param text null when nothing new was said
     * @param source null when nobody said so: its time ran out
     */
    record Resolved(
            Scope scope,
            long fingerprint,
            int episode,
            boolean held,
            long startsAt,
            long endsAt,
            @Nullable Text text,
            Heard heard,
            @Nullable String source,
            long at)
            implements OfAlert {}

    /**
     * It is as it was, and more is known about it.
     *
     * @param endsAt of a resolved alert; of a firing one until when it is promised to fire, if the message says
     * @param text null when it is the same
     * @param row whether its row changes now
     */
    record Amended(
            Scope scope,
            long fingerprint,
            long startsAt,
            long endsAt,
            @Nullable Text text,
            Heard heard,
            String source,
            boolean row,
            long at)
            implements OfAlert {}

    /** Texts that changed a while ago are due to be written. */
    record TextDue(Scope scope, long fingerprint, long at) implements OfAlert {}

    /** It changes its state too often to believe each change. */
    record Flapping(Scope scope, long fingerprint, long at) implements OfAlert {}

    /**
     * It stopped flapping.
     *
     * @param ended the episode that was held and is over now; 0 when it fires
     */
    record Steadied(Scope scope, long fingerprint, int ended, long at) implements OfAlert {}

    /**
     * Who suppresses it has changed.
     *
     * @param turned whether that changes that it is suppressed
     */
    record Weighed(
            Scope scope, long fingerprint, List<String> silencedBy, List<String> inhibitedBy, boolean turned, long at)
            implements OfAlert {
        public boolean suppressed() {
            return !silencedBy.isEmpty() || !inhibitedBy.isEmpty();
        }
    }

    /** It has been over for long enough to be forgotten. */
    record Gone(Scope scope, long fingerprint, long at) implements OfAlert {}

    /**
     * A message about an alert that is not known was not taken in, because there is no room for one more.
     *
     * @param notice the fingerprint of the alert that tells people so; {@link Notices#NONE} when none does
     */
    record LeftOut(Scope scope, Limit limit, long notice, long at) implements AlertFact {}

    /** A silence was made or replaced. */
    record SilencePut(SilenceImage silence, boolean created, String actor, long at) implements AlertFact {}

    /** The time of a silence has come. */
    record SilenceBegan(String id, long at) implements AlertFact {}

    /** A silence is over, by its time or because somebody ended it. */
    record SilenceExpired(SilenceImage silence, String actor, long at) implements AlertFact {}

    /** An expired silence is old enough to be forgotten. */
    record SilenceGone(String id, long at) implements AlertFact {}

    /** From here on another policy decides. */
    record Ruled(Policy policy, String actor, long at) implements AlertFact {}
}
