package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.model.Fingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people ask of incidents. What cannot be done is refused with a sentence, never by an exception. */
final class Requests {
    private final State state;
    private final Instant now;

    private Requests(State state, Instant now) {
        this.state = state;
        this.now = now;
    }

    static List<IncidentFact> decide(State state, Command command, Instant now) {
        return new Requests(state, now).decide(command);
    }

    private List<IncidentFact> decide(Command command) {
        return switch (command) {
            case Command.Acknowledge ask -> acknowledge(ask);
            case Command.Unacknowledge ask -> unacknowledge(ask);
            case Command.Resolve ask -> resolve(ask);
            case Command.Merge ask -> merge(ask);
            case Command.Split ask -> split(ask);
            case Command.Comment ask -> comment(ask);
            case Command.PutSilence unused -> List.of();
            case Command.ExpireSilence unused -> List.of();
            case Command.SetPolicy ask -> List.of(new IncidentFact.PolicyAdopted(ask.policy(), now));
            case Command.Tick unused -> List.of();
            case Command.Loaded unused -> List.of();
        };
    }

    private List<IncidentFact> acknowledge(Command.Acknowledge ask) {
        LiveIncident incident = state.living(ask.incident());
        if (incident == null) {
            return gone("acknowledge", ask.incident(), ask.actor());
        }
        if (incident.state != IncidentState.OPEN) {
            return refuse(
                    "acknowledge",
                    ask.incident(),
                    "incident " + incident.id + " is " + incident.state.word() + " already",
                    ask.actor());
        }
        return List.of(new IncidentFact.Acknowledged(incident.scope, incident.id, ask.actor(), ask.comment(), now));
    }

    private List<IncidentFact> unacknowledge(Command.Unacknowledge ask) {
        LiveIncident incident = state.living(ask.incident());
        if (incident == null) {
            return gone("unacknowledge", ask.incident(), ask.actor());
        }
        if (incident.state != IncidentState.ACKNOWLEDGED) {
            return refuse(
                    "unacknowledge",
                    ask.incident(),
                    "incident " + incident.id + " is " + incident.state.word() + ", not acknowledged",
                    ask.actor());
        }
        return List.of(new IncidentFact.Unacknowledged(incident.scope, incident.id, ask.actor(), ask.comment(), now));
    }

    private List<IncidentFact> resolve(Command.Resolve ask) {
        LiveIncident incident = state.living(ask.incident());
        if (incident == null) {
            return gone("resolve", ask.incident(), ask.actor());
        }
        if (incident.state == IncidentState.RESOLVED) {
            return refuse("resolve", ask.incident(), "incident " + incident.id + " is resolved already", ask.actor());
        }
        return List.of(new IncidentFact.Resolved(incident.scope, incident.id, ask.actor(), ask.comment(), now));
    }

    private List<IncidentFact> merge(Command.Merge ask) {
        LiveIncident from = state.living(ask.incident());
        LiveIncident into = state.living(ask.into());
        if (from == null) {
            return gone("merge", ask.incident(), ask.actor());
        }
        if (into == null) {
            return refuse("merge", ask.incident(), missing(ask.into()), ask.actor());
        }
        if (from == into) {
            return refuse("merge", ask.incident(), "an incident cannot be merged into itself", ask.actor());
        }
        if (!from.scope.equals(into.scope)) {
            return refuse(
                    "merge",
                    ask.incident(),
                    "incident " + from.id + " belongs to " + from.scope + " and incident " + into.id + " to "
                            + into.scope + "; only incidents of one site can be merged",
                    ask.actor());
        }
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("actor", ask.actor());
        inputs.put("from", from.id);
        Reason reason = new Reason("merge", 1, 0, inputs);
        List<IncidentFact> facts = new ArrayList<>(2);
        facts.add(new IncidentFact.Merged(
                from.scope,
                from.id,
                into.id,
                reason,
                Arrival.moves(from, into, reason, now),
                ask.actor(),
                ask.comment(),
                now));
        if (into.state == IncidentState.RESOLVED && from.firingCount() > 0) {
            Member firing = from.members.values().stream()
                    .filter(m -> m.firing)
                    .findFirst()
                    .orElseThrow();
            facts.add(new IncidentFact.Reopened(
                    into.scope, into.id, firing.episode.alertname(), firing.episode.node(), now));
        }
        return facts;
    }

    private List<IncidentFact> split(Command.Split ask) {
        LiveIncident from = state.living(ask.incident());
        if (from == null) {
            return gone("split", ask.incident(), ask.actor());
        }
        Set<Long> leaving = new LinkedHashSet<>();
        for (String hex : ask.fingerprints()) {
            Long fingerprint = fingerprint(hex);
            if (fingerprint == null || !from.members.containsKey(fingerprint)) {
                return refuse(
                        "split", from.id, "alert \"" + hex + "\" does not belong to incident " + from.id, ask.actor());
            }
            leaving.add(fingerprint);
        }
        if (leaving.isEmpty()) {
            return refuse("split", from.id, "no alerts were named to split off", ask.actor());
        }
        if (leaving.size() == from.members.size()) {
            return refuse(
                    "split",
                    from.id,
                    "all alerts of incident " + from.id + " were named; nothing would stay",
                    ask.actor());
        }
        return split(ask, from, leaving);
    }

    private List<IncidentFact> split(Command.Split ask, LiveIncident from, Set<Long> leaving) {
        long number = state.scope(from.scope).lastNumber + 1;
        String id = state.scope(from.scope).idOf(number);
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("actor", ask.actor());
        inputs.put("from", from.id);
        Reason reason = new Reason("split", 1, 0, inputs);
        List<MemberImage> moves = new ArrayList<>(leaving.size() * 2);
        boolean firing = false;
        for (Member member : from.members.values()) {
            if (leaving.contains(member.episode.fingerprint())) {
                moves.add(member.left(now));
                moves.add(member.moved(id, now, reason));
                firing |= member.firing;
            }
        }
        List<IncidentFact> facts = new ArrayList<>(3);
        facts.add(new IncidentFact.Opened(from.scope, id, number, reason, from.storm, now));
        facts.add(new IncidentFact.Split(from.scope, from.id, id, moves, ask.actor(), ask.comment(), now));
        if (from.state == IncidentState.RESOLVED && !firing) {
            facts.add(new IncidentFact.Resolved(from.scope, id, ask.actor(), null, now));
        }
        return facts;
    }

    private List<IncidentFact> comment(Command.Comment ask) {
        LiveIncident incident = state.living(ask.incident());
        return incident == null
                ? gone("comment", ask.incident(), ask.actor())
                : List.of(new IncidentFact.Commented(incident.scope, incident.id, ask.text(), ask.actor(), now));
    }

    private List<IncidentFact> gone(String command, String incident, String actor) {
        return refuse(command, incident, missing(incident), actor);
    }

    private List<IncidentFact> refuse(String command, String id, String why, String actor) {
        LiveIncident known = state.known(id);
        return List.of(new IncidentFact.Refused(
                known == null ? Incidents.NOWHERE : known.scope, id, command, why, actor, now));
    }

    private String missing(String id) {
        LiveIncident over = state.known(id);
        if (over == null) {
            return "there is no living incident " + id;
        }
        LiveIncident into = over.into;
        return into == null
                ? "incident " + id + " is " + over.state.word()
                : "incident " + id + " was merged into " + into.root().id;
    }

    private static @Nullable Long fingerprint(String hex) {
        try {
            return Fingerprint.parse(hex);
        } catch (IllegalArgumentException unused) {
            return null; // said to the caller as an alert that does not belong, which is what it is
        }
    }
}
