package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an incident is called and what probably caused it, from its notable members: at most {@link LiveIncident#NOTABLE}
 * of them, so that it costs the same for a small incident and for a flood.
 */
final class Summary {
    private static final int CAUSES = 3;

    /** Weights of the factors, in the order they are shown; they sum to one. */
    private static final double EARLIEST = 0.25;

    private static final double UPSTREAM = 0.30;
    private static final double COVERAGE = 0.15;
    private static final double SEVERITY = 0.20;
    private static final double RARITY = 0.10;

    private final Surroundings surroundings;
    private final Map<Scope, ScopeState> scopes;

    Summary(Surroundings surroundings, Map<Scope, ScopeState> scopes) {
        this.surroundings = surroundings;
        this.scopes = scopes;
    }

    /**
     * @param head fingerprint of the alert that names the incident
     */
    record Result(String title, long head, List<Cause> causes) {}

    /** A member seen beside the others. */
    private record Standing(Member member, int below, Map<String, Double> factors, double score) {}

    Result of(LiveIncident incident) {
        List<Member> members = incident.notable();
        if (members.isEmpty()) {
            IncidentImage row = incident.restored();
            return row == null
                    ? new Result("Nothing left of it" + where(incident), 0, List.of())
                    : new Result(row.title(), row.head(), row.causes());
        }
        List<Standing> standings = standings(members, scopes.get(incident.scope));
        Member head = head(standings);
        return new Result(title(head, incident), head.episode.fingerprint(), causes(standings));
    }

    /** The top of the ladder: the worst, then the most upstream, then the earliest. */
    private static Member head(List<Standing> standings) {
        return standings.stream()
                .min(Comparator.comparing((Standing s) -> s.member.episode.severity())
                        .thenComparing(Comparator.comparingInt(Standing::below).reversed())
                        .thenComparing(s -> s.member.episode.startsAt())
                        .thenComparing(s -> s.member.joinedAt)
                        .thenComparingLong(s -> s.member.episode.fingerprint()))
                .orElseThrow()
                .member;
    }

    private static List<Cause> causes(List<Standing> standings) {
        List<Standing> best = new ArrayList<>(standings);
        best.sort(Comparator.comparingDouble(Standing::score)
                .reversed()
                .thenComparing(s -> s.member.episode.startsAt())
                .thenComparingLong(s -> s.member.episode.fingerprint()));
        List<Cause> causes = new ArrayList<>(CAUSES);
        Set<String> told = new HashSet<>();
        for (Standing standing : best) {
            Episode episode = standing.member.episode;
            if (causes.size() < CAUSES
                    && told.add(AlertNames.family(episode.alertname()).name() + '\0' + episode.node())) {
                causes.add(new Cause(
                        episode.fingerprint(),
                        episode.alertname(),
                        episode.node(),
                        rounded(standing.score),
                        standing.factors));
            }
        }
        return causes;
    }

    private List<Standing> standings(List<Member> members, @Nullable ScopeState scope) {
        Map<String, Integer> below = below(members, scope);
        int widest = below.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        int nodes = (int) members.stream().map(m -> m.episode.node()).distinct().count();
        Map<String, Integer> names = new HashMap<>();
        members.forEach(
                m -> names.merge(AlertNames.family(m.episode.alertname()).name(), 1, Integer::sum));
        var first = members.stream()
                .map(m -> m.episode.startsAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        List<Standing> out = new ArrayList<>(members.size());
        for (Member member : members) {
            Episode episode = member.episode;
            int under = below.getOrDefault(episode.node(), 0);
            double minutes = Duration.between(first, episode.startsAt()).toMillis() / 60_000.0;
            Map<String, Double> factors = new LinkedHashMap<>();
            factors.put("earliest", rounded(1 / (1 + Math.max(0, minutes))));
            factors.put("upstream", rounded(widest == 0 ? 0 : (double) under / widest));
            int family =
                    names.getOrDefault(AlertNames.family(episode.alertname()).name(), 1);
            double covered = Math.max((double) under / Math.max(1, nodes), (double) family / members.size());
            factors.put("coverage", rounded(Math.min(1, covered)));
            factors.put("severity", badness(episode.severity()));
            factors.put("rarity", rounded(rarity(episode.alertname(), scope)));
            double score = EARLIEST * factors.getOrDefault("earliest", 0.0)
                    + UPSTREAM * factors.getOrDefault("upstream", 0.0)
                    + COVERAGE * factors.getOrDefault("coverage", 0.0)
                    + SEVERITY * factors.getOrDefault("severity", 0.0)
                    + RARITY * factors.getOrDefault("rarity", 0.0);
            out.add(new Standing(member, under, factors, score));
        }
        return out;
    }

    /** For each vertex, how many of the members' nodes depend on it. */
    private Map<String, Integer> below(List<Member> members, @Nullable ScopeState scope) {
        Map<String, Integer> below = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Member member : members) {
            if (scope != null && seen.add(member.episode.node())) {
                surroundings.of(member.episode, scope).vertices().forEach((vertex, hops) -> {
                    if (hops > 0) {
                        below.merge(vertex, 1, Integer::sum);
                    }
                });
            }
        }
        return below;
    }

    private static double badness(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 1;
            case MAJOR -> 0.8;
            case MINOR -> 0.6;
            case WARNING -> 0.4;
            case UNKNOWN -> 0.2;
            case INFORMATIONAL -> 0;
        };
    }

    private static double rarity(String alertname, @Nullable ScopeState scope) {
        if (scope == null || scope.alerts < 2) {
            return 1;
        }
        int seen = scope.nameCounts.getOrDefault(alertname, 1);
        return 1 - Math.log1p(seen) / Math.log1p((double) scope.alerts);
    }

    private static String title(Member head, LiveIncident incident) {
        String what = AlertNames.humanised(head.episode.alertname());
        return what + NodeWords.on(head.episode.node(), incident.firstNodes(), incident.nodeCount()) + where(incident);
    }

    private static String where(LiveIncident incident) {
        return incident.scope.site().isEmpty() ? "" : " — " + incident.scope.site();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
