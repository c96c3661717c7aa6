package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.incident.Heat.Trace;
import dev.tidegate.correlator.incident.Places.Kind;
import dev.tidegate.correlator.incident.Places.Place;
import dev.tidegate.correlator.incident.Surroundings.Around;
import dev.tidegate.correlator.incident.Surroundings.Group;

/**
 * Evidence from what alerts are called and labelled: declared rules, ladders among them, and a name's family that breaks
 * out all over the site.
 */
final class Kinship {
    private final Dial dial;

    Kinship(Dial dial) {
        this.dial = dial;
    }

    void rules(Episode episode, Around around, ScopeState scope, long now, Candidate.All out) {
        for (Group group : around.groups()) {
            rule(episode, around, group, scope, now, out);
        }
    }

    private void rule(Episode episode, Around around, Group group, ScopeState scope, long now, Candidate.All out) {
        Heat heat = scope.places.at(group.place());
        if (heat == null) {
            return;
        }
        boolean oneNode =
                group.family() && !episode.node().isEmpty() && around.family().climb() == AlertNames.Climb.TOGETHER;
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            long age = now - trace.latest();
            // one node's rung of a service's ladder may have another explanation; the service's own alert has none
            double base = oneNode ? Dial.RULE_OF_ONE_NODE * about(incident, episode, around) : Dial.RULE;
            double weight = Dial.weight(base, age, dial.stretched(group.rule().window()));
            if (weight > 0 && incident.takes(episode.fingerprint())) {
                out.of(incident)
                        .add(
                                Evidence.RULE,
                                weight,
                                group.rule().name() + " " + group.values() + ", " + Joining.seconds(age) + " ago");
            }
        }
    }

    /** A family that breaks out all over the site has one cause, wherever the next node stands. */
    void wide(Episode episode, Around around, ScopeState scope, long now, Candidate.All out) {
        String family = around.family().name();
        if (around.node().isEmpty()
                || around.family().climb() == AlertNames.Climb.EACH
                || !scope.burst(family).isWide()) {
            return;
        }
        Heat heat = scope.places.at(new Place(Kind.FAMILY, family));
        if (heat == null) {
            return;
        }
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            long age = now - trace.latest();
            double share = about(incident, episode, around);
            double weight = Dial.weight(Dial.WIDE * share * share, age, dial.place());
            if (weight > 0 && incident.takes(episode.fingerprint())) {
                Candidate candidate = out.of(incident);
                candidate.add(Evidence.NAME, weight, family + " all over, " + Joining.seconds(age) + " ago");
                candidate.wide = share >= Dial.MOSTLY;
            }
        }
    }

    private static double about(LiveIncident incident, Episode episode, Around around) {
        return incident.shareAbout(Member.subject(episode, around.family()));
    }
}
