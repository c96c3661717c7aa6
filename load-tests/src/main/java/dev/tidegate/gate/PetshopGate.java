package dev.tidegate.gate;

import dev.tidegate.gate.Petshop.Issue;
import dev.tidegate.gate.Petshop.Level;
import dev.tidegate.gate.Petshop.Point;
import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.judge.Blame;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.retro.Hearing;
import dev.tidegate.health.retro.Rounds;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Real faulty changes. Before each: a day of normal operation as the snapshot; then the five rounds of the issue, or of a
 * normal window. All components are watched; there is no control.
 */
final class PetshopGate {
    static final int PREFIX = 288;
    static final int WINDOW = 5;
    private static final String DOOR = "PetSite";

    private final HealthPolicy policy;
    private final Table issues = new Table("issue", "metric", "verdict", "minutes", "by", "blamed", "rank of cause");
    private final Table summary =
            new Table("traffic", "caught", "median minutes", "cause top 1", "cause top 3", "false / windows");

    PetshopGate(HealthPolicy policy) {
        this.policy = policy;
    }

    /** What came of one window. */
    record Outcome(boolean unhealthy, long decidedAt, String signal, List<String> blamed) {}

    /** Counts over one traffic level. */
    record Score(int issues, int caught, int first, int firstThree, int windows, int falseAlarms, List<Long> minutes) {}

    Score run(Level level) {
        String door =
                level.issues().isEmpty() ? DOOR : level.issues().getFirst().door();
        int windows = 0;
        int falseAlarms = 0;
        for (int at = PREFIX; at + WINDOW <= level.normal().size(); at += WINDOW) {
            windows++;
            Outcome outcome = judge(
                    level,
                    door,
                    level.normal().subList(at - PREFIX, at),
                    level.normal().subList(at, at + WINDOW));
            if (outcome.unhealthy()) {
                falseAlarms++;
                issues.row(
                        level.name() + " normal window " + windows,
                        "",
                        "FALSE",
                        "",
                        outcome.signal(),
                        first(outcome),
                        "");
            }
        }
        List<Point> prefix = level.normal()
                .subList(level.normal().size() - PREFIX, level.normal().size());
        List<Long> minutes = new ArrayList<>();
        int first = 0;
        int firstThree = 0;
        for (Issue issue : level.issues()) {
            Outcome outcome = judge(level, issue.door(), prefix, issue.points());
            long took = Math.round((outcome.decidedAt() - issue.began()) / 60_000.0);
            boolean caught = outcome.unhealthy() && took > 0;
            int rank = outcome.blamed().indexOf(issue.cause()) + 1;
            if (caught) {
                minutes.add(took);
                first += rank == 1 ? 1 : 0;
                firstThree += rank >= 1 && rank <= 3 ? 1 : 0;
            }
            issues.row(
                    level.name() + " " + issue.name(),
                    issue.metric(),
                    caught ? "caught" : outcome.unhealthy() ? "TOO EARLY" : "missed",
                    caught ? took : "-",
                    outcome.signal(),
                    first(outcome),
                    rank == 0 ? "-" : rank);
        }
        Score score =
                new Score(level.issues().size(), minutes.size(), first, firstThree, windows, falseAlarms, minutes);
        summary.row(
                level.name(),
                score.caught() + " of " + score.issues(),
                median(minutes),
                first,
                firstThree,
                falseAlarms + " of " + windows);
        return score;
    }

    void print(PrintStream out) {
        issues.print(out);
        summary.print(out);
    }

    /** The door decides; then all components are heard for who is to blame. */
    private Outcome judge(Level level, String door, List<Point> prefix, List<Point> window) {
        Hearing hearing = hear(services(door, prefix), prefix, window);
        @Nullable Judgement decisive = hearing.decisive();
        if (decisive == null || !(decisive.verdict() instanceof Verdict.Unhealthy unhealthy)) {
            return new Outcome(false, 0, "", List.of());
        }
        int round = (int) ((decisive.at().toEpochMilli() - change(prefix)) / Petshop.STEP);
        Set<String> components = new TreeSet<>();
        prefix.forEach(point -> components.addAll(point.latency().keySet()));
        @Nullable
        Judgement all = hear(List.copyOf(components), prefix, window.subList(0, round + 1))
                .latest();
        return new Outcome(
                true,
                window.get(round).millis() + Petshop.STEP,
                unhealthy.signal(),
                all == null ? List.of() : Blame.rank(all, level.calls(), worst(decisive, unhealthy.signal())));
    }

    private static List<String> worst(Judgement judgement, String signal) {
        return judgement.signals().stream()
                .filter(report -> report.signal().equals(signal))
                .flatMap(report -> report.worst().stream())
                .toList();
    }

    /** What a team changes: its own containers and the door, not what the cloud runs for it. */
    private static List<String> services(String door, List<Point> prefix) {
        Set<String> services = new TreeSet<>();
        services.add(door);
        prefix.getLast().latency().keySet().stream()
                .filter(name -> name.contains("::ECS::"))
                .forEach(services::add);
        return List.copyOf(services);
    }

    private static long change(List<Point> prefix) {
        // a row's values are complete, and known, at the end of its five minutes
        return prefix.getLast().millis() + Petshop.STEP + 1;
    }

    /** The window's points are moved to follow the prefix at once, whenever they really were. */
    private Hearing hear(List<String> nodes, List<Point> prefix, List<Point> window) {
        Cohort cohort = new Cohort(nodes, List.of());
        long change = change(prefix);
        Hearing hearing = new Hearing(policy, cohort, Instant.ofEpochMilli(change));
        Rounds rounds = new Rounds(policy, cohort, Instant.ofEpochMilli(change), hearing::take);
        prefix.forEach(point -> add(rounds, point, point.millis() + Petshop.STEP));
        for (int i = 0; i < window.size(); i++) {
            add(rounds, window.get(i), change - 1 + (i + 1) * Petshop.STEP);
        }
        rounds.finish();
        return hearing;
    }

    private static void add(Rounds rounds, Point point, long millis) {
        point.latency().forEach((node, value) -> rounds.add(Group.WATCHED, millis, node, "latency", value));
        point.available()
                .forEach((node, available) -> rounds.add(Group.WATCHED, millis, node, "unavailable", 100 - available));
    }

    private static String first(Outcome outcome) {
        return outcome.blamed().isEmpty() ? "-" : outcome.blamed().getFirst();
    }

    static String median(List<Long> numbers) {
        if (numbers.isEmpty()) {
            return "-";
        }
        List<Long> sorted = numbers.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median =
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
        return String.format(Locale.ROOT, "%.1f", median);
    }
}
