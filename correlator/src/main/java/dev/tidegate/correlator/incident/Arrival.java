package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.incident.Surroundings.Around;
import dev.tidegate.model.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An alert begins to fire: which incident it joins, which it opens, which it shows to be one. */
final class Arrival {
    private Arrival() {}

    static List<IncidentFact> decide(State state, Episode episode, Instant now) {
        ScopeState scope = state.scope(episode.scope());
        Member before = scope.members.get(episode.fingerprint());
        if (before != null && before.firing && before.episode.episode() == episode.episode()) {
            return List.of();
        }
        List<IncidentFact> facts = new ArrayList<>(3);
        boolean storm = weather(state, scope, now, facts);
        Around around = state.surroundings().of(episode, scope);
        Joining joining = state.joining();
        List<Candidate> candidates = joining.candidates(episode, around, scope, Micros.of(now));
        if (candidates.isEmpty() || candidates.getFirst().total() < joining.threshold()) {
            open(scope, episode, joining.opening(candidates), storm, now, facts);
        } else {
            join(episode, candidates, joining, storm, now, facts);
        }
        return facts;
    }

    private static void open(
            ScopeState scope, Episode episode, Reason reason, boolean storm, Instant now, List<IncidentFact> facts) {
        long number = scope.lastNumber + 1;
        String id = scope.idOf(number);
        facts.add(new IncidentFact.Opened(scope.scope, id, number, reason, storm, now));
        facts.add(new IncidentFact.Joined(scope.scope, id, episode, reason, storm, now));
    }

    private static void join(
            Episode episode,
            List<Candidate> candidates,
            Joining joining,
            boolean storm,
            Instant now,
            List<IncidentFact> facts) {
        LiveIncident survivor = candidates.getFirst().incident;
        List<Candidate> same = withPlaceless(same(candidates, joining.threshold()), candidates, joining.threshold());
        for (Candidate candidate : same) {
            if (candidate.incident.number < survivor.number) {
                survivor = candidate.incident;
            }
        }
        for (Candidate candidate : same) {
            if (candidate.incident != survivor) {
                facts.add(merged(candidate, survivor, episode, joining, now));
            }
        }
        if (survivor.state == IncidentState.RESOLVED) {
            facts.add(new IncidentFact.Reopened(survivor.scope, survivor.id, episode.alertname(), episode.node(), now));
        }
        facts.add(
                new IncidentFact.Joined(survivor.scope, survivor.id, episode, joining.reason(candidates), storm, now));
    }

    /**
     * The incidents that the alert shows to be one: the strongest, and each other one that it meets at the same place, when
     * one of the two lies below that place as a whole. What only shares a rule or a node with two incidents does not connect
     * them; nor does what two of them explain, each by a place of its own.
     */
    private static List<Candidate> same(List<Candidate> candidates, double threshold) {
        Candidate best = candidates.getFirst();
        List<Candidate> same = new ArrayList<>(1);
        same.add(best);
        for (Candidate other : candidates.subList(1, candidates.size())) {
            if (kin(best, other, threshold) && !apart(best.incident, other.incident)) {
                same.add(other);
            }
        }
        if (same.size() > 1) {
            return same;
        }
        boolean bestLiesBelow = best.liesBelow();
        for (Candidate other : candidates.subList(1, candidates.size())) {
            if (best.meets(other) && fits(best, other)) {
                same.add(other);
            }
        }
        // with a strongest that does not itself lie below, those that were taken for its sake only may lie anywhere
        return bestLiesBelow && same.stream().filter(c -> !c.liesBelow()).count() > 1 ? same.subList(0, 1) : same;
    }

    /** An incident of the alert's service that has no place of its own belongs to the strongest that has one. */
    private static List<Candidate> withPlaceless(List<Candidate> same, List<Candidate> candidates, double threshold) {
        List<Candidate> placeless = candidates.stream()
                .filter(c -> c.placeless && c.total() >= threshold)
                .toList();
        if (placeless.isEmpty()) {
            return same;
        }
        List<Candidate> all = new ArrayList<>(same);
        candidates.stream()
                .filter(c -> !c.placeless && c.total() >= threshold)
                .findFirst()
                .filter(home -> !all.contains(home) && fits(all.getFirst(), home))
                .ifPresent(all::add);
        for (Candidate other : placeless) {
            if (!all.contains(other) && fits(all.getFirst(), other)) {
                all.add(other);
            }
        }
        return all;
    }

    private static boolean fits(Candidate best, Candidate other) {
        return !apart(best.incident, other.incident)
                && best.incident.members.size() + other.incident.members.size() <= LiveIncident.MOST_MEMBERS;
    }

    /** Two that are both about what breaks out all over the site, or that have mostly the same families of alerts. */
    private static boolean kin(Candidate best, Candidate other, double threshold) {
        if (best.incident.members.size() + other.incident.members.size() > LiveIncident.MOST_MEMBERS) {
            return false;
        }
        return best.wide && other.wide && other.total() >= threshold
                || best.incident.likeness(other.incident) >= Dial.ALIKE;
    }

    /** Whether a person has split one off the other. */
    static boolean apart(LiveIncident a, LiveIncident b) {
        return a.barred.stream().anyMatch(b.members::containsKey)
                || b.barred.stream().anyMatch(a.members::containsKey);
    }

    private static IncidentFact merged(
            Candidate candidate, LiveIncident survivor, Episode episode, Joining joining, Instant now) {
        Map<String, String> inputs = candidate.inputs();
        inputs.put("alertname", episode.alertname());
        inputs.put("node", episode.node());
        Reason strength = joining.reason(List.of(candidate));
        Reason reason = new Reason("merge", strength.weight(), strength.threshold(), inputs);
        return new IncidentFact.Merged(
                survivor.scope,
                candidate.incident.id,
                survivor.id,
                reason,
                moves(candidate.incident, survivor, reason, now),
                EventImage.SYSTEM,
                null,
                now);
    }

    static List<MemberImage> moves(LiveIncident from, LiveIncident into, Reason reason, Instant now) {
        List<MemberImage> moves = new ArrayList<>(from.members.size() * 2);
        for (Member member : from.members.values()) {
            moves.add(member.left(now));
            moves.add(member.moved(into.id, now, reason));
        }
        return moves;
    }

    private static boolean weather(State state, ScopeState scope, Instant now, List<IncidentFact> facts) {
        int limit = state.policy().correlation().stormAlertsPerMinute();
        int rate = scope.storm.rate(Micros.of(now)) + 1;
        if (scope.storm.since == null) {
            if (rate >= limit) {
                facts.add(new IncidentFact.StormBegan(scope.scope, rate, limit, now));
                return true;
            }
            return false;
        }
        if (Storm.calm(rate, limit)) {
            facts.add(new IncidentFact.StormEnded(scope.scope, rate, limit, now));
            return false;
        }
        return true;
    }
}
