package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.alert.Alerts.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the passage of time alone does to alerts: expiry, steadying, writing of texts, being forgotten. */
final class Passing {
    private static final Comparator<AlertState> ORDER = Comparator.comparing((AlertState alert) -> alert.scope.tenant())
            .thenComparing((a, b) -> Long.compareUnsigned(a.fingerprint, b.fingerprint));

    private final Alerts alerts;

    Passing(Alerts alerts) {
        this.alerts = alerts;
    }

    /** When the next thing happens to an alert about which nothing more is said. */
    long dueOf(AlertState alert) {
        Rules rules = alerts.rules;
        long due = alert.firing() ? alert.deadline(rules.resolveTimeout()) : Long.MAX_VALUE;
        if (alert.flapping) {
            due = Math.min(due, rules.flaps().steadyAt(alert.transitions));
        } else if (!alert.firing()) {
            due = Math.max(alert.keptUntil, alert.changedAt() + rules.retention());
        }
        if (alert.textWaits) {
            due = Math.min(due, alert.writtenAt + rules.textRefresh());
        }
        return due;
    }

    /** One fact for each alert that is due; an alert to which more happens is due again at once. */
    List<AlertFact> tick(long now, Alerts.Memberships memberships) {
        List<AlertState> due = alerts.timers.due(now, this::dueOf);
        due.sort(ORDER);
        List<AlertFact> out = new ArrayList<>();
        for (AlertState alert : due) {
            out.addAll(happens(alert, now, memberships));
        }
        return out;
    }

    private List<AlertFact> happens(AlertState alert, long now, Alerts.Memberships memberships) {
        Rules rules = alerts.rules;
        long deadline = alert.deadline(rules.resolveTimeout());
        if (alert.firing() && deadline <= now) {
            AlertFact resolved = new AlertFact.Resolved(
                    alert.scope,
                    alert.fingerprint,
                    alert.episode,
                    alerts.said.flapsAfter(alert, now),
                    alert.startsAt(),
                    Math.max(alert.startsAt(), deadline),
                    null,
                    alert.heard(),
                    null,
                    now);
            return alerts.said.withFlapping(alert, resolved, now);
        }
        if (alert.textWaits && alert.writtenAt + rules.textRefresh() <= now) {
            return List.of(new AlertFact.TextDue(alert.scope, alert.fingerprint, now));
        }
        if (alert.flapping) {
            return rules.flaps().steadyAt(alert.transitions) <= now
                    ? List.of(new AlertFact.Steadied(
                            alert.scope, alert.fingerprint, alert.firing() ? 0 : alert.episode, now))
                    : List.of();
        }
        if (alert.firing()) {
            return List.of();
        }
        if (memberships.belongs(alert.scope, alert.fingerprint)) {
            // its incident still shows it: look again after whole retentions, so that a restart looks at the same times
            long retention = rules.retention();
            alert.keptUntil = now + retention - Math.floorMod(now - alert.changedAt(), retention);
            alerts.timers.cancel(alert);
            alerts.timers.by(alert, alert.keptUntil);
            return List.of();
        }
        return List.of(new AlertFact.Gone(alert.scope, alert.fingerprint, now));
    }
}
