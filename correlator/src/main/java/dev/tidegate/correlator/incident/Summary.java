package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an incident is called and what probably caused it, from its notable members: at most {@link LiveIncident#NOTABLE}
 * of them, so that it costs the same for a small incident and for a flood.
 */
final class Summary {
    static final int CAUSES = 3;

    /** Weights of the factors, in the order they are shown; they sum to one. */
    private static final double EARLIEST = 0.25;

    private static final double UPSTREAM = 0.35;
    private static final double COVERAGE = 0.15;
    private static final double SEVERITY = 0.10;
    private static final double RARITY = 0.15;

    private static final double OWN_NODE = 0.5;
    private static final double SERVICES_SHARE = 0.5;
    private static final double STEP = 0.001;

    /** Within the first and the second after the first alert, being half as early means half of the incident's lags. */
    private static final double SOON_MILLIS = 1_000;

    private static final double LATE_MILLIS = 60_000;

    private final Surroundings surroundings;
    private final Map<Scope, ScopeState> scopes;

    Summary(Surroundings surroundings, Map<Scope, ScopeState> scopes) {
        this.surroundings = surroundings;
        this.scopes = scopes;
    }

    /**
     * @param head fingerprint of the alert that names the incident
     * @param pending whether a cause in another incident may still be told
     */
    record Result(String title, long head, List<Cause> causes, boolean pending) {}

    /** A member seen beside the others. */
    private record Standing(Member member, Map<String, Double> factors, double score) {
        /** No likelier than what explains it. */
        Standing behind(Standing carrier) {
            if (score < carrier.score) {
                return this;
            }
            Map<String, Double> explained = new LinkedHashMap<>(factors);
            explained.put("explained", 1.0);
            return new Standing(member, explained, Math.max(0, carrier.score - STEP));
        }
    }

    Result of(LiveIncident incident) {
        List<Member> members = incident.notable();
        if (members.isEmpty()) {
            IncidentImage row = incident.restored();
            return row == null
                    ? new Result("Nothing left of it" + where(incident), 0, List.of(), false)
                    : new Result(row.title(), row.head(), row.causes(), false);
        }
        ScopeState scope = scopes.getOrDefault(incident.scope, new ScopeState(incident.scope));
        List<Standing> standings = ranked(standings(members, scope));
        Member head = head(standings);
        List<Cause> causes = causes(standings);
        String teller = Elsewhere.teller(incident, members);
        if (!teller.isEmpty()) {
            LiveIncident other = Elsewhere.wrong(teller, incident, scope);
            if (other != null) {
                causes = Elsewhere.first(of(other).causes(), causes);
            }
            return new Result(title(head, incident), head.episode.fingerprint(), causes, other == null);
        }
        return new Result(title(head, incident), head.episode.fingerprint(), causes, false);
    }

    /** The likeliest cause first. What sums up a service's nodes is no cause of what they tell. */
    private static List<Standing> ranked(List<Standing> standings) {
        Set<String> told = new HashSet<>();
        standings.stream().filter(s -> !s.member.episode.node().isEmpty()).forEach(s -> told.add(s.member.subject()));
        List<Standing> best = new ArrayList<>(standings);
        best.sort(Comparator.comparing((Standing s) -> sumsUp(s.member, told))
                .thenComparing(Comparator.comparingDouble(Standing::score).reversed())
                .thenComparing(s -> s.member.episode.startsAt())
                .thenComparingLong(s -> s.member.episode.fingerprint()));
        return best;
    }

    private static boolean sumsUp(Member member, Set<String> told) {
        return member.episode.node().isEmpty() && told.contains(member.subject());
    }

    /** The likeliest cause; or when that is a rung of a service's ladder, the highest rung that was reached. */
    private static Member head(List<Standing> ranked) {
        Member cause = ranked.getFirst().member;
        if (cause.family.climb() != AlertNames.Climb.TOGETHER) {
            return cause;
        }
        return ranked.stream()
                .map(Standing::member)
                .filter(m -> m.family.climb() == AlertNames.Climb.TOGETHER
                        && m.episode.node().isEmpty()
                        && m.subject().equals(cause.subject())
                        && m.episode.severity().worseThan(cause.episode.severity()))
                .min(Comparator.comparing((Member m) -> m.episode.severity())
                        .thenComparing(m -> m.episode.startsAt())
                        .thenComparing(m -> m.joinedAt)
                        .thenComparingLong(m -> m.episode.fingerprint()))
                .orElse(cause);
    }

    private static List<Cause> causes(List<Standing> ranked) {
        List<Cause> causes = new ArrayList<>(CAUSES);
        Set<String> told = new HashSet<>();
        for (Standing standing : ranked) {
            Member member = standing.member;
            Episode episode = member.episode;
            if (causes.size() < CAUSES && told.add(member.family.name() + '\0' + episode.node())) {
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

    private List<Standing> standings(List<Member> members, ScopeState scope) {
        Downstream downstream = new Downstream(members, surroundings, scope);
        List<Reach> reaches =
                members.stream().map(member -> Reach.of(member, downstream)).toList();
        Beginnings beginnings = Beginnings.of(members);
        List<Standing> out = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Reach reach = reaches.get(i);
            Map<String, Double> factors = new LinkedHashMap<>();
            factors.put("earliest", rounded(beginnings.earliness(reach.since)));
            factors.put("upstream", rounded(Math.min(1, reach.nodes / Math.max(1, downstream.nodes() - 1))));
            factors.put("coverage", rounded(Math.min(1, (double) reach.alerts / members.size())));
            factors.put("severity", badness(member.episode.severity()));
            double here = rarity(1.0 + reach.likeElsewhere, members.size());
            factors.put("rarity", rounded((here + rarity(member, scope)) / 2));
            double score = EARLIEST * factors.getOrDefault("earliest", 0.0)
                    + UPSTREAM * factors.getOrDefault("upstream", 0.0)
                    + COVERAGE * factors.getOrDefault("coverage", 0.0)
                    + SEVERITY * factors.getOrDefault("severity", 0.0)
                    + RARITY * factors.getOrDefault("rarity", 0.0);
            out.add(new Standing(member, factors, score));
        }
        return behindCarriers(out, reaches);
    }

    /** Whatever speaks for it, an alert is no likelier than another on its node that explains it. */
    private static List<Standing> behindCarriers(List<Standing> standings, List<Reach> reaches) {
        Map<Member, Integer> places = new HashMap<>(); // members have no equals of their own
        for (int i = 0; i < standings.size(); i++) {
            places.put(standings.get(i).member, i);
        }
        List<Integer> lowestFirst = new ArrayList<>(places.values());
        lowestFirst.sort(Comparator.comparing(
                        (Integer i) -> standings.get(i).member.family.layer())
                .thenComparing(Comparator.naturalOrder()));
        for (int i : lowestFirst) {
            for (Member carried : reaches.get(i).carried) {
                Integer at = places.get(carried);
                if (at != null) {
                    standings.set(at, standings.get(at).behind(standings.get(i)));
                }
            }
        }
        return standings;
    }

    /**
     * What an alert can explain.
     *
     * @param nodes below it; half of them for the state of a service, as they depend on its node rather than on it; and
     *     half a one for what runs in what it speaks of on its own node
     * @param alerts on those nodes
     * @param since when the first of what it explains on its own node began, or it itself
     * @param likeElsewhere alerts of its family that it does not explain
     * @param carried what it explains on its own node
     */
    private record Reach(double nodes, int alerts, Instant since, int likeElsewhere, List<Member> carried) {
        static Reach of(Member member, Downstream downstream) {
            Set<String> below = downstream.of(member);
            List<Member> carried = downstream.carries(member);
            double share = member.family.climb() == AlertNames.Climb.TOGETHER && downstream.isOfNode(member)
                    ? SERVICES_SHARE
                    : 1;
            Instant since = member.episode.startsAt();
            for (Member other : carried) {
                since = other.episode.startsAt().isBefore(since) ? other.episode.startsAt() : since;
            }
            return new Reach(
                    share * below.size() + (carried.isEmpty() ? 0 : OWN_NODE),
                    downstream.alertsOn(below) + downstream.alertsOn(Set.of(member.episode.node())),
                    since,
                    downstream.likeElsewhere(member, below),
                    carried);
        }
    }

    /** How early alerts began beside each other, whatever the pace at which a fault spreads: half at half of the lags. */
    private record Beginnings(Instant first, double scale) {
        static Beginnings of(List<Member> members) {
            long[] starts = members.stream()
                    .mapToLong(m -> m.episode.startsAt().toEpochMilli())
                    .sorted()
                    .toArray();
            double median = starts[starts.length / 2] - (double) starts[0];
            return new Beginnings(Instant.ofEpochMilli(starts[0]), Math.clamp(median, SOON_MILLIS, LATE_MILLIS));
        }

        double earliness(Instant since) {
            double lag = Duration.between(first, since).toMillis();
            return 1 / (1 + Math.max(0, lag) / scale);
        }
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

    /** 1 for what is told once, 0 for what everybody tells. */
    private static double rarity(double told, double all) {
        return all < 2 ? 1 : 1 - Math.log(told) / Math.log(all);
    }

    private static double rarity(Member member, ScopeState scope) {
        return Math.max(0, rarity(scope.nameCounts.getOrDefault(member.episode.alertname(), 1), (double) scope.alerts));
    }

    private static String title(Member head, LiveIncident incident) {
        String what = AlertWords.of(head.episode);
        return what + NodeWords.on(head.episode.node(), incident.firstNodes(), incident.nodeCount()) + where(incident);
    }

    private static String where(LiveIncident incident) {
        return incident.scope.site().isEmpty() ? "" : " — " + incident.scope.site();
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
