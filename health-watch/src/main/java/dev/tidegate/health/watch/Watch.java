package dev.tidegate.health.watch;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Blame;
import dev.tidegate.health.judge.Judge;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of one watch. It is given rounds in the order of their times and says what happened.
 *
 * <p>After a restart the same class is given the rounds of the past again by {@link #recall}. What was decided and stored
 * before stays decided: a decision is only told when it is later than the latest stored one, and a stored Unhealthy stays
 * the verdict even if the sources no longer hold what led to it.
 *
 * <p>Not thread-safe.
 */
public final class Watch {
    private final Instant changedAt;
    private final Duration ask;
    private final Set<String> required;
    private final Judge judge;
    private Decision.@Nullable Known latest;
    private @Nullable Instant before;
    private @Nullable Instant missingSince;
    private boolean asked;
    private List<Blame.Blamed> blame = List.of();
    private long seq;

    /**
     * @param latest what was decided before; null for a new watch
     * @param seq number of the last fact that may have been told
     */
    public Watch(Instant changedAt, HealthPolicy policy, Judge judge, Decision.@Nullable Known latest, long seq) {
        this.changedAt = changedAt;
        this.ask = policy.ask();
        this.required = policy.signals().stream()
                .filter(signal -> signal.required() && !signal.shadow())
                .map(Signal::name)
                .collect(Collectors.toUnmodifiableSet());
        this.judge = judge;
        this.latest = latest;
        this.seq = seq;
    }

    /** Number of the last fact told. */
    public long seq() {
        return seq;
    }

    /** A round of the past: moves the judge on, and tells at most that the verdict changed. */
    public List<WatchFact> recall(Round round) {
        Judgement judgement = judged(round);
        Decision decision = judgement == null || !round.at().isAfter(changedAt) ? null : decision(judgement);
        return decision == null ? List.of() : List.of(new WatchFact.Decided(++seq, round.at(), decision));
    }

    /** A round of now; nothing when it is not later than the one before. */
    public List<WatchFact> take(Round round) {
        Judgement judgement = judged(round);
        List<WatchFact> facts = new ArrayList<>();
        if (judgement == null) {
            return facts;
        }
        Decision decision = decision(judgement);
        Verdict standing = standing(judgement);
        Frame frame = new Frame(
                round.at(), standing, standing instanceof Verdict.Unhealthy ? blame : List.of(), judgement, round);
        facts.add(new WatchFact.Framed(++seq, round.at(), frame));
        if (decision != null) {
            facts.add(new WatchFact.Decided(++seq, round.at(), decision));
        }
        missing(round, judgement, facts);
        return facts;
    }

    /** The past is being read. */
    public WatchFact catchingUp(Instant now, String reason) {
        return new WatchFact.CatchingUp(++seq, now, reason);
    }

    public WatchFact close(Instant now, String by, String reason) {
        return new WatchFact.Closed(++seq, now, by, reason);
    }

    /** Null when the round is not later than the one before: clocks may be set back, rounds may not. */
    private @Nullable Judgement judged(Round round) {
        if (before != null && !round.at().isAfter(before)) {
            return null;
        }
        before = round.at();
        if (round.at().isAfter(changedAt)) {
            Judgement judgement = judge.judge(round);
            if (blame.isEmpty() && judgement.verdict() instanceof Verdict.Unhealthy) {
                blame = Blame.first(judgement, Decision.MOST_BLAMED);
            }
            return judgement;
        }
        if (round.at().isBefore(changedAt)) {
            judge.remember(round);
        }
        long exposed = Duration.between(changedAt, round.at()).toMillis();
        return new Judgement(
                round.at(),
                exposed,
                0,
                new Verdict.Inconclusive(
                        Verdict.Doubt.EXPOSURE, "the change has not happened yet; the time before it is remembered"),
                List.of());
    }

    /** Null when nothing new is decided. */
    private @Nullable Decision decision(Judgement judgement) {
        Decision.Known known = latest;
        boolean stands = known != null
                && (known.verdict() instanceof Verdict.Unhealthy
                        || !judgement.at().isAfter(known.at())
                        || same(known.verdict(), judgement.verdict()));
        if (stands) {
            return null;
        }
        long number = known == null ? 1 : known.number() + 1;
        latest = new Decision.Known(number, judgement.at(), judgement.verdict());
        return new Decision(number, judgement.at(), judgement.verdict(), judgement);
    }

    private Verdict standing(Judgement judgement) {
        Decision.Known known = latest;
        return known != null && known.verdict() instanceof Verdict.Unhealthy ? known.verdict() : judgement.verdict();
    }

    /** Reasons carry figures that change each round; the verdict is the same as long as its kind and its doubt are. */
    private static boolean same(Verdict one, Verdict other) {
        return switch (one) {
            case Verdict.Healthy healthy -> other instanceof Verdict.Healthy;
            case Verdict.Unhealthy unhealthy -> other instanceof Verdict.Unhealthy;
            case Verdict.Inconclusive doubtful ->
                other instanceof Verdict.Inconclusive that && that.doubt() == doubtful.doubt();
        };
    }

    private void missing(Round round, Judgement judgement, List<WatchFact> facts) {
        String lacking = lacking(round, judgement.verdict());
        Instant since = missingSince;
        if (lacking == null) {
            if (asked && since != null) {
                facts.add(new WatchFact.Answered(++seq, round.at(), since));
            }
            missingSince = null;
            asked = false;
            return;
        }
        if (since == null) {
            missingSince = round.at();
            since = round.at();
        }
        if (!asked && Duration.between(since, round.at()).compareTo(ask) >= 0) {
            asked = true;
            facts.add(new WatchFact.Asked(++seq, round.at(), since, lacking));
        }
    }

    /** Why there is no verdict to be had; null when there is evidence of everything that is required. */
    private @Nullable String lacking(Round round, Verdict verdict) {
        for (Reading reading : round.readings()) {
            if (reading.group() == Group.WATCHED && required.contains(reading.signal())) {
                String reason = reason(reading.evidence());
                if (reason != null) {
                    return "signal " + reading.signal() + ": " + reason;
                }
            }
        }
        return verdict instanceof Verdict.Inconclusive doubtful
                        && (doubtful.doubt() == Verdict.Doubt.EVIDENCE
                                || doubtful.doubt() == Verdict.Doubt.SILENT_NODES)
                ? doubtful.reason()
                : null;
    }

    private static @Nullable String reason(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Values values -> null;
            case Evidence.NoData nothing -> nothing.reason();
            case Evidence.Partial partial -> partial.reason();
            case Evidence.Stale stale -> stale.reason();
            case Evidence.QueryError error -> error.reason();
        };
    }
}
