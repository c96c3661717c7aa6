package dev.tidegate.gateway.alertmanager;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tidegate.correlator.command.Command.ExpireSilence;
import dev.tidegate.correlator.command.Command.PutSilence;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matcher.Op;
import dev.tidegate.model.matcher.Matchers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a silence: created, or changed when it has an id. The rules and the words of refusals are those of
 * Alertmanager's {@code silence.Set}: what was in force is never rewritten, it ends and a new one takes over.
 */
public record SilenceRequest(
        @Nullable String id,
        List<WireMatcher> matchers,
        Instant startsAt,
        Instant endsAt,
        String createdBy,
        String comment) {
    public static final int MAX_MATCHERS = 100;
    public static final int MAX_COMMENT = 4_096;

    public SilenceRequest {
        matchers = List.copyOf(matchers);
    }

    /** A matcher as it came, not yet known to be valid. */
    public record WireMatcher(String name, String value, boolean isRegex, boolean isEqual) {}

    /** What is to be done. */
    public sealed interface Decision {
        /** One silence is put; with {@code ended}, an older one ends first. */
        record Put(PutSilence silence, @Nullable ExpireSilence ended) implements Decision {}

        /** Nothing is; the text is what Alertmanager says. */
        record Refused(int status, String text) implements Decision {}
    }

    /**
     * @param existing the silence of this id; null when there is none
     * @param home the tenant of who wants it; empty for our own staff, whose silences are for all
     * @param newId the id of a new silence, see {@link #derivedId}
     */
    public Decision decide(@Nullable SilenceImage existing, Instant now, String actor, String home, String newId) {
        // whose a silence is stays, whoever changes it
        String tenant = existing == null ? home : existing.tenant();
        if (!startsAt.isBefore(endsAt)) {
            return new Decision.Refused(400, "Failed to create silence: start time must be before end time");
        }
        if (endsAt.isBefore(now)) {
            return new Decision.Refused(400, "Failed to create silence: end time can't be in the past");
        }
        List<Matcher> valid = new ArrayList<>();
        String fault = fault(valid);
        if (fault != null) {
            return new Decision.Refused(400, "silence invalid: " + fault);
        }
        if (id != null && existing == null) {
            return new Decision.Refused(404, "silence not found");
        }
        Matchers wanted = new Matchers(valid);
        if (existing != null && canChange(existing, wanted, now)) {
            return new Decision.Put(
                    new PutSilence(existing.id(), tenant, wanted, startsAt, endsAt, createdBy, comment, actor), null);
        }
        // also when it is over here: an earlier attempt may not have reached every shard
        ExpireSilence ended = existing == null ? null : new ExpireSilence(existing.id(), actor);
        Instant start = startsAt.isBefore(now) ? now : startsAt;
        return new Decision.Put(new PutSilence(newId, tenant, wanted, start, endsAt, createdBy, comment, actor), ended);
    }

    /**
     * The id of the silence that this request makes: the same whenever the same is asked by the same, so that a request
     * which reached some shards only can be repeated without harm.
     *
     * @param generation 0, or one more for each silence made by the same request that is over
     */
    public String derivedId(String actor, int generation) {
        StringBuilder all = new StringBuilder();
        for (Object part : List.of(
                actor, generation, id == null ? "" : id, startsAt, endsAt, createdBy, comment, matchers.toString())) {
            String text = part.toString();
            all.append(text.length()).append(':').append(text);
        }
        return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private boolean canChange(SilenceImage existing, Matchers wanted, Instant now) {
        if (!existing.matchers().equals(wanted)) {
            return false;
        }
        return switch (SilenceState.of(existing, now)) {
            case ACTIVE -> existing.startsAt().getEpochSecond() == startsAt.getEpochSecond();
            case PENDING -> !startsAt.isBefore(now);
            case EXPIRED -> false;
        };
    }

    private @Nullable String fault(List<Matcher> valid) {
        if (matchers.size() > MAX_MATCHERS) {
            return matchers.size() + " matchers; at most " + MAX_MATCHERS + " are allowed";
        }
        if (comment.length() > MAX_COMMENT) {
            return "the comment has " + comment.length() + " characters; at most " + MAX_COMMENT + " are allowed";
        }
        boolean allMatchEmpty = true;
        for (int i = 0; i < matchers.size(); i++) {
            WireMatcher wire = matchers.get(i);
            String problem = fault(wire);
            if (problem != null) {
                return "invalid label matcher " + i + ": " + problem;
            }
            Matcher matcher = new Matcher(wire.name(), Op.of(wire.isRegex(), wire.isEqual()), wire.value());
            allMatchEmpty &= wire.isEqual() && matcher.matchesValue("");
            valid.add(matcher);
        }
        return allMatchEmpty ? "at least one matcher must not match the empty string" : null;
    }

    private static @Nullable String fault(WireMatcher wire) {
        if (wire.name().isEmpty()) {
            return "invalid label name \"\"";
        }
        if (wire.isRegex()) {
            try {
                Pattern.compile(wire.value());
            } catch (PatternSyntaxException e) {
                return "invalid regular expression \"" + wire.value() + "\": error parsing regexp: "
                        + e.getDescription() + ": `" + e.getPattern() + "`";
            }
        }
        return null;
    }
}
