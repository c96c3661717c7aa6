package dev.tidegate.correlator.alert;

import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells people that a shard leaves alerts out, by alerts of its own, one for each name or site that is hit: they stand on the
 * board, open incidents, and reach whoever is told of incidents. Each left out message repeats its notice; when none is left
 * out for a resolve timeout, the notice is over.
 *
 * <p>Notices find room beyond every limit, and are bounded by a number of their own.
 */
final class Notices {
    static final String ALERTNAME = "TidegateAlertsLimited";
    /** The label that says alerts of which name are left out; without it, it is all new ones of the site. */
    static final String LIMITED = "limited_alertname";
    /** As the door of other alerts. */
    static final String SOURCE = "tidegate";

    static final int MOST = 100;
    static final long NONE = 0;

    /** What a notice is about. */
    private record Subject(String siteLabel, Scope scope, String alertname) {}

    private record Identity(Labels labels, long fingerprint) {}

    private final Alerts alerts;
    private final Map<Subject, Identity> identities = new HashMap<>(); // a flood asks for the same again and again
    private int told; // notices in the table, whoever said them

    Notices(Alerts alerts) {
        this.alerts = alerts;
    }

    void came(String alertname) {
        told += alertname.equals(ALERTNAME) ? 1 : 0;
    }

    void left(String alertname) {
        told -= alertname.equals(ALERTNAME) ? 1 : 0;
    }

    /**
     * What it causes that a message is left out. That something unknown is over is nothing people miss, and no notice is for
     * a site that is one too many.
     */
    List<AlertFact> leftOut(Scope scope, String alertname, Limit limit, boolean over, long now) {
        if (over || limit == Limit.SITES) {
            return List.of(new AlertFact.LeftOut(scope, limit, NONE, now));
        }
        Identity identity = identity(scope, limit == Limit.NAME ? alertname : "");
        Labels labels = identity.labels();
        long fingerprint = identity.fingerprint();
        AlertFact leftOut = new AlertFact.LeftOut(scope, limit, fingerprint, now);
        AlertState notice = alerts.table.get(scope.tenant(), fingerprint);
        if (notice == null) {
            return told < MOST
                    ? List.of(
                            new AlertFact.Appeared(scope, fingerprint, labels, now),
                            fired(scope, fingerprint, labels, 1, false, Heard.firingSince(now), now),
                            leftOut)
                    : List.of(new AlertFact.LeftOut(scope, limit, NONE, now));
        }
        if (notice.firing()) {
            return List.of(leftOut);
        }
        boolean held = notice.flapping;
        int episode = held ? notice.episode : notice.episode + 1;
        Heard heard = notice.heard().restartedAt(now);
        AlertFact again = fired(scope, fingerprint, notice.labels, episode, held, heard, now);
        List<AlertFact> out = new ArrayList<>(alerts.said.withFlapping(notice, again, now));
        out.add(leftOut);
        return out;
    }

    /** A message was left out: the notice is said once more. */
    void repeated(AlertFact.LeftOut fact) {
        AlertState notice = alerts.table.get(fact.scope().tenant(), fact.notice());
        if (notice != null) {
            notice.said(Micros.NONE, SOURCE, fact.at());
        }
    }

    private Identity identity(Scope scope, String alertname) {
        if (identities.size() > MOST) {
            identities.clear();
        }
        return identities.computeIfAbsent(
                new Subject(alerts.rules.policy().siteLabel(), scope, alertname), Notices::identity);
    }

    private static Identity identity(Subject subject) {
        Labels labels = Labels.of(Labels.ALERTNAME, ALERTNAME, "severity", "major")
                .with(LIMITED, subject.alertname())
                .with(subject.siteLabel(), subject.scope().site());
        return new Identity(labels, Fingerprint.of(labels));
    }

    private AlertFact fired(
            Scope scope, long fingerprint, Labels labels, int episode, boolean held, Heard heard, long now) {
        return new AlertFact.Fired(
                scope,
                fingerprint,
                labels,
                episode,
                held,
                now,
                Micros.NONE,
                new Text(words(scope, labels.getOrEmpty(LIMITED)), "", 0),
                heard,
                SOURCE,
                alerts.silences.matching(scope.tenant(), labels),
                alerts.inhibitions.inhibitors(scope, labels),
                now);
    }

    private Labels words(Scope scope, String alertname) {
        String whose = scope.site().isEmpty() ? "" : " of site " + scope.site();
        String what = alertname.isEmpty()
                ? "New alerts" + whose + " are not shown: there are too many already"
                : "Not all alerts " + alertname + whose + " are shown: there are too many";
        return Labels.of(
                "summary",
                what,
                "description",
                "The shard holds " + alerts.room.held()
                        + " alerts, with resolved ones that are still shown, and may hold "
                        + alerts.rules.policy().limits().alerts()
                        + " (limits.alerts). Those go on as ever. What is left out"
                        + " is on the log, and is taken when it is sent again and there is room. Mostly a label is never the"
                        + " same twice, such as the id of a request, and has to go.");
    }
}
