package dev.tidegate.rollout.risk;

import dev.tidegate.rollout.risk.Risk.Factor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Scores a change: log-odds that start at how often any change fails here and add up factors, each in words.
 *
 * <p>History counts with shrinkage: the failure rate of a state is taken as Beta-distributed around the fleet's own rate with
 * the weight of {@link #PRIOR_RUNS} runs, so that one failure in one run is a hint and twenty in forty are knowledge. The
 * weights of the other factors are the field's rules of thumb (more lines, more dependents, odd hours, open incidents go
 * wrong more often); how good the sum is, is measured by the {@link Calibration} of what came of it.
 */
public final class RiskModel {
    /** How many runs the fleet's own failure rate weighs in the judgement of one state. */
    public static final double PRIOR_RUNS = 10;

    private static final double MEDIUM_FROM = 0.1;
    private static final double HIGH_FROM = 0.3;
    private static final double LINES_WEIGHT = 0.25;
    private static final double FILES_WEIGHT = 0.15;
    private static final double PACKAGES_WEIGHT = 0.2;
    private static final double FAN_OUT_WEIGHT = 0.15;
    private static final double INCIDENT_WEIGHT = 0.5;
    private static final int INCIDENTS_COUNTED = 4;
    private static final double NIGHT_WEIGHT = 0.2;
    private static final double WEEKEND_WEIGHT = 0.3;
    private static final double RECENT_WEIGHT = 0.4;
    private static final double IRREVERSIBLE_WEIGHT = 1;
    private static final Duration RECENT = Duration.ofHours(24);
    private static final int MORNING = 6;

    private final double baseRate;

    /** @param baseRate how often changes of this fleet fail, above 0 and below 1 */
    public RiskModel(double baseRate) {
        if (!(baseRate > 0 && baseRate < 1)) {
            throw new IllegalArgumentException("a failure rate is above 0 and below 1, not " + baseRate);
        }
        this.baseRate = baseRate;
    }

    /** The risk of a change. */
    public Risk of(Evidence evidence) {
        List<Factor> factors = new ArrayList<>();
        size(factors, "lines", evidence.lines(), LINES_WEIGHT, "line changed", "lines changed");
        size(factors, "files", evidence.files(), FILES_WEIGHT, "file touched", "files touched");
        size(
                factors,
                "packages",
                evidence.packages(),
                PACKAGES_WEIGHT,
                "package with another version",
                "packages with another version");
        size(
                factors,
                "fan-out",
                evidence.fanOut(),
                FAN_OUT_WEIGHT,
                "thing depends on its nodes",
                "things depend on its nodes");
        circumstances(evidence, factors);
        // the same run is in the past of each of its states and roles: the worst stands for all, so that it counts
        // once;
        // of equals the first, a state, which says more than a role
        evidence.history().stream()
                .map(this::history)
                .max(Comparator.comparingDouble(Factor::weight))
                .ifPresent(factors::add);
        factors.removeIf(factor -> factor.weight() == 0);
        factors.sort(Comparator.comparingDouble((Factor factor) -> -Math.abs(factor.weight())));
        double odds = logit(baseRate);
        for (Factor factor : factors) {
            odds += factor.weight();
        }
        double probability = 1 / (1 + Math.exp(-odds));
        return new Risk(probability, factors, level(probability, evidence));
    }

    private void circumstances(Evidence evidence, List<Factor> factors) {
        int incidents = Math.min(evidence.openIncidents(), INCIDENTS_COUNTED);
        factors.add(new Factor(
                "open incidents",
                incidents * INCIDENT_WEIGHT,
                counted(evidence.openIncidents(), "incident is open there", "incidents are open there")));
        if (evidence.hour() < MORNING) {
            factors.add(new Factor("hour", NIGHT_WEIGHT, "it begins at " + evidence.hour() + " o'clock at night"));
        }
        if (evidence.weekend()) {
            factors.add(new Factor("weekend", WEEKEND_WEIGHT, "it is a weekend there"));
        }
        evidence.sinceLast()
                .filter(since -> since.compareTo(RECENT) < 0)
                .ifPresent(since -> factors.add(new Factor(
                        "recent change",
                        RECENT_WEIGHT,
                        "its nodes were changed " + counted((int) since.toHours(), "hour", "hours") + " before")));
        factors.add(new Factor(
                "irreversible",
                evidence.irreversible() * IRREVERSIBLE_WEIGHT,
                counted(evidence.irreversible(), "step cannot be taken back", "steps cannot be taken back")));
    }

    private static void size(List<Factor> factors, String name, int count, double weight, String one, String many) {
        factors.add(new Factor(name, weight * Math.log1p(count), counted(count, one, many)));
    }

    private static String counted(int count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    private Factor history(Evidence.History history) {
        double shrunk = (history.failures() + PRIOR_RUNS * baseRate) / (history.runs() + PRIOR_RUNS);
        return new Factor(
                "history of " + history.of(),
                logit(shrunk) - logit(baseRate),
                "%s failed in %d of %d runs, taken as %.1f %%"
                        .formatted(history.of(), history.failures(), history.runs(), 100 * shrunk)
                        .toLowerCase(Locale.ROOT));
    }

    private static Risk.Level level(double probability, Evidence evidence) {
        if (probability >= HIGH_FROM || evidence.irreversible() > 0) {
            return Risk.Level.HIGH;
        }
        return probability >= MEDIUM_FROM ? Risk.Level.MEDIUM : Risk.Level.LOW;
    }

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }
}
