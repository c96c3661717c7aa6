package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.alert.Alerts.Rules;
import dev.tidegate.model.Micros;
import org.jspecify.annotations.Nullable;

/** Facts to state: the one place where alerts change, but for the counters of repeats. */
final class Applied {
    private final Alerts alerts;
    private int firing;

    Applied(Alerts alerts) {
        this.alerts = alerts;
    }

    int firing() {
        return firing;
    }

    void restored(AlertState alert) {
        firing += alert.firing() ? 1 : 0;
    }

    void apply(AlertFact fact) {
        switch (fact) {
            case AlertFact.SilencePut put -> alerts.silences.put(put.silence(), put.at());
            case AlertFact.SilenceBegan began -> alerts.silences.begin(began.id(), began.at());
            case AlertFact.SilenceExpired expired -> alerts.silences.end(expired.silence(), expired.at());
            case AlertFact.SilenceGone gone -> alerts.silences.forget(gone.id());
            case AlertFact.Ruled ruled -> {
                alerts.rules = Rules.of(ruled.policy());
                alerts.ruled();
            }
            case AlertFact.Appeared appeared ->
                alerts.hold(new AlertState(
                        alerts.table,
                        alerts.words.one(appeared.scope()),
                        appeared.fingerprint(),
                        appeared.labels(),
                        alerts.rules.policy()));
            case AlertFact.LeftOut left -> alerts.notices.repeated(left);
            case AlertFact.OfAlert about -> {
                AlertState alert = alerts.table.get(about.scope().tenant(), about.fingerprint());
                if (alert == null) {
                    throw new IllegalStateException("a fact about an alert that is not there: " + about);
                }
                apply(about, alert);
                if (!(about instanceof AlertFact.Gone)) {
                    alerts.timers.by(alert, alerts.dueOf(alert));
                }
            }
        }
    }

    private void apply(AlertFact.OfAlert fact, AlertState alert) {
        switch (fact) {
            case AlertFact.Appeared unused -> throw new IllegalStateException("appeared twice: " + fact);
            case AlertFact.Fired fired -> fired(fired, alert);
            case AlertFact.Resolved resolved -> resolved(resolved, alert);
            case AlertFact.Amended amended -> amended(amended, alert);
            case AlertFact.TextDue unused -> alert.textWaits = false;
            case AlertFact.Flapping unused -> alert.flapping = true;
            case AlertFact.Steadied unused -> alert.flapping = false;
            case AlertFact.Weighed weighed -> {
                alert.silencedBy = weighed.silencedBy();
                alert.inhibitedBy = weighed.inhibitedBy();
            }
            case AlertFact.Gone unused -> {
                alerts.timers.cancel(alert);
                alerts.release(alert);
            }
        }
    }

    private void fired(AlertFact.Fired fired, AlertState alert) {
        alert.firing(true);
        firing++;
        alert.episode = fired.episode();
        alert.startsAt(fired.startsAt());
        alert.endsAt(Micros.NONE);
        alert.bareSeen(Micros.NONE);
        alert.keptUntil = 0;
        if (!fired.held()) {
            alert.firstSeen = fired.at();
            alert.repeats(0);
        }
        alert.node = alerts.rules.policy().node().of(alert.labels);
        alert.heard(fired.heard());
        alert.text(fired.text());
        alert.silencedBy = fired.silencedBy();
        alert.inhibitedBy = fired.inhibitedBy();
        alert.transitions = alerts.rules.flaps().with(alert.transitions, fired.at());
        alert.said(fired.promise(), fired.source(), fired.at());
        alerts.inhibitions.began(alert);
    }

    private void resolved(AlertFact.Resolved resolved, AlertState alert) {
        alert.firing(false);
        firing--;
        alert.startsAt(resolved.startsAt());
        alert.endsAt(resolved.endsAt());
        alert.bareSeen(Micros.NONE);
        alert.transitions = alerts.rules.flaps().with(alert.transitions, resolved.at());
        told(alert, resolved.text());
        alert.heard(resolved.heard());
        String source = resolved.source();
        if (source != null) {
            alert.said(Micros.NONE, source, resolved.at());
        }
        alerts.inhibitions.ended(alert);
    }

    private void amended(AlertFact.Amended amended, AlertState alert) {
        alert.startsAt(amended.startsAt());
        if (told(alert, amended.text()) && !amended.row()) {
            alert.textWaits = true;
        }
        alert.heard(amended.heard());
        if (alert.firing()) {
            alert.said(amended.endsAt(), amended.source(), amended.at());
            return;
        }
        alert.endsAt(amended.endsAt());
        alert.said(Micros.NONE, amended.source(), amended.at());
        if (alert.episode == 0) { // over before we heard that it fired
            alert.episode = 1;
            alert.firstSeen = amended.at();
        }
    }

    private static boolean told(AlertState alert, @Nullable Text text) {
        if (text == null) {
            return false;
        }
        alert.text(text);
        return true;
    }
}
