package dev.tidegate.rollout.staging;

import dev.tidegate.health.judge.Verdict;
import dev.tidegate.model.Wording;
import java.time.Instant;
import java.util.Optional;

/** What a verdict means to a run that soaks. */
public sealed interface Soak {
    /** Wait; the words say for what, until when, and what can be done meanwhile. */
    record Goes(String words) implements Soak {}

    record Passed(String words) implements Soak {}

    record Failed(String words) implements Soak {}

    /**
     * @param verdict the latest one; empty before the first
     * @param until earliest time of passing
     * @param patience after which no verdict is a failure: nobody passes for want of evidence
     */
    static Soak of(Optional<Verdict> verdict, Instant until, Instant patience, Instant now) {
        String times = "; it passes at " + Wording.moment(until)
                + " at the earliest, and fails when it is not Healthy by " + Wording.moment(patience);
        if (verdict.isEmpty()) {
            return now.isBefore(patience)
                    ? new Goes("its health is watched, and nothing is known yet" + times)
                    : new Failed("nothing was known of its health in time; try it again when the watch of it runs");
        }
        return switch (verdict.get()) {
            case Verdict.Unhealthy unhealthy -> new Failed("unhealthy: " + unhealthy.reason());
            case Verdict.Healthy healthy ->
                now.isBefore(until)
                        ? new Goes("healthy so far: " + healthy.reason() + times)
                        : new Passed(healthy.reason());
            case Verdict.Inconclusive doubt ->
                now.isBefore(patience)
                        ? new Goes("not known yet: " + doubt.reason() + "; " + advice(doubt.doubt()) + times)
                        : new Failed("no evidence in time: " + doubt.reason() + "; " + advice(doubt.doubt()));
        };
    }

    /** What a person can do about a doubt. */
    private static String advice(Verdict.Doubt doubt) {
        return switch (doubt) {
            case EXPOSURE -> "more has to be seen, which takes time";
            case EVIDENCE ->
                "the watch of this run shows what each source was asked and answered: bring the source back, or write"
                        + " a policy with signals that these machines have";
            case SITE_WIDE -> "something larger is wrong: look at the incidents, and try it again afterwards";
            case SILENT_NODES -> "look at the machines that do not report, and at how the signals name them";
        };
    }
}
