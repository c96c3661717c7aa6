package dev.tidegate.correlator.alert;

import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message about an alert means. Reads state; {@link Applied} changes it, except for what a repeat counts. */
final class Said {
    /** The year 9999: what databases and JSON readers can still tell. */
    private static final long LATEST = 253_402_300_799L * Micros.SECOND;

    private final Alerts alerts;

    Said(Alerts alerts) {
        this.alerts = alerts;
    }

    private static long time(long micros) {
        return Math.clamp(micros, 0, LATEST);
    }

    private static long end(AlertBatchReader message) {
        return message.endsAt() == Micros.NONE ? Micros.NONE : time(message.endsAt());
    }

    boolean repeat(AlertBatchReader message, long now) {
        AlertTable table = alerts.table;
        Lines lines = table.lines;
        int line = table.line(message.scope().tenant(), message.fingerprint());
        if (line == Lines.NONE) {
            return false;
        }
        long start = time(message.startsAt());
        long end = end(message);
        boolean over = end != Micros.NONE && end <= now;
        boolean firing = lines.firing(line);
        long since = lines.startsAt(line);
        if (over) {
            if (firing
                    || end != lines.endsAt(line)
                    || !sameText(line, message)
                    || !table.state(line).heardOver(Math.min(start, end), end)) {
                return false;
            }
        } else if (!firing || start < since || !sameText(line, message) && !outdated(lines.endsAt(line), end)) {
            return false;
        } else if (start > since) {
            table.state(line).firesAlsoSince(start);
        }
        lines.said(line, over ? Micros.NONE : end, table.doors.of(message.source()), now);
        if (firing) { // a promise can also shorten the time, which the timers must know
            alerts.timers.by(line, lines.deadline(line, alerts.rules.resolveTimeout()));
        }
        return true;
    }

    /** After a restart hashes are unknown: the first message is read to learn its own. */
    private boolean sameText(int line, AlertBatchReader message) {
        long known = alerts.table.lines.textHash(line);
        if (known == message.textHash()) {
            return true;
        }
        if (known == 0 && alerts.table.state(line).episode > 0) {
            AlertState alert = alerts.table.state(line);
            Text text = Text.of(message, alerts.pool);
            if (text.saysTheSameAs(alert.text())) {
                alert.text(text);
                return true;
            }
        }
        return false;
    }

    /** A promise shorter than the one we have was made before it. */
    private static boolean outdated(long known, long promise) {
        return promise != Micros.NONE && promise < known;
    }

    private @Nullable Text newText(AlertState alert, AlertBatchReader message) {
        return sameText(alert.line, message) ? null : Text.of(message, alerts.pool);
    }

    List<AlertFact> decide(AlertBatchReader message, long now) {
        AlertState alert = alerts.table.get(message.scope().tenant(), message.fingerprint());
        long end = end(message);
        boolean over = end != Micros.NONE && end <= now;
        long start = over ? Math.min(time(message.startsAt()), end) : time(message.startsAt());
        if (alert == null) {
            return appeared(message, start, end, over, now);
        }
        Heard heard = over ? alert.heard().plusOver(start, end) : alert.heard().plusFiring(start);
        if (over) {
            return alert.firing() ? ends(alert, message, heard, now) : endsAgain(alert, message, heard, end, now);
        }
        return alert.firing()
                ? firesOn(alert, message, heard, end, now)
                : fires(alert, message, heard, start, end, now);
    }

    private List<AlertFact> appeared(AlertBatchReader message, long start, long end, boolean over, long now) {
        Scope scope = message.scope();
        Labels labels = message.labels(alerts.pool);
        Limit limit = alerts.room.limit(
                scope,
                labels.getOrEmpty(Labels.ALERTNAME),
                alerts.rules.policy().limits());
        if (limit != null) {
            return alerts.notices.leftOut(scope, labels.getOrEmpty(Labels.ALERTNAME), limit, over, now);
        }
        Text text = Text.of(message, alerts.pool);
        AlertFact appeared = new AlertFact.Appeared(scope, message.fingerprint(), labels, now);
        if (over) {
            Heard heard = Heard.SILENCE.plusOver(start, end);
            return List.of(
                    appeared,
                    new AlertFact.Amended(
                            scope, message.fingerprint(), start, end, text, heard, message.source(), true, now));
        }
        return List.of(
                appeared,
                new AlertFact.Fired(
                        scope,
                        message.fingerprint(),
                        labels,
                        1,
                        false,
                        start,
                        end,
                        text,
                        Heard.firingSince(start),
                        message.source(),
                        alerts.silences.matching(scope.tenant(), labels),
                        alerts.inhibitions.inhibitors(scope, labels),
                        now));
    }

    /** It fires, and a message says so in other words or with another beginning. */
    private List<AlertFact> firesOn(AlertState alert, AlertBatchReader message, Heard heard, long promise, long now) {
        Text text = outdated(alert.endsAt(), promise) ? null : newText(alert, message);
        boolean mayWrite = now >= alert.writtenAt + alerts.rules.textRefresh();
        boolean row = heard.since() != alert.startsAt() || text != null && mayWrite;
        return List.of(amended(alert, heard.since(), promise, text, heard, message, row, now));
    }

    /** It fires, and a message says that it, or an older firing of it, is over. */
    private List<AlertFact> ends(AlertState alert, AlertBatchReader message, Heard heard, long now) {
        if (heard.fires()) {
            boolean row = heard.since() != alert.startsAt();
            return List.of(amended(alert, heard.since(), Micros.NONE, null, heard, message, row, now));
        }
        AlertFact resolved = new AlertFact.Resolved(
                alert.scope,
                alert.fingerprint,
                alert.episode,
                flapsAfter(alert, now),
                heard.since(),
                heard.closed(),
                newText(alert, message),
                heard,
                message.source(),
                now);
        return withFlapping(alert, resolved, now);
    }

    /** It is over, and a message says when. */
    private List<AlertFact> endsAgain(AlertState alert, AlertBatchReader message, Heard heard, long end, long now) {
        if (heard.fires()) { // its time ran out, and this is about an older firing
            return List.of(amended(alert, alert.startsAt(), alert.endsAt(), null, heard, message, false, now));
        }
        Text text = end >= alert.heard().closed() ? newText(alert, message) : null;
        boolean row = heard.since() != alert.startsAt() || heard.closed() != alert.endsAt() || text != null;
        return List.of(amended(alert, heard.since(), heard.closed(), text, heard, message, row, now));
    }

    /**
     * It is over, and a message says that it fires. When a resolve covers that beginning, the message was overtaken by it;
     * unless it still comes a resolve timeout later, or promises more than anybody could before the resolve: then the
     * sender keeps old beginnings, or what looked like a resolve was a message held up on the way.
     */
    private List<AlertFact> fires(
            AlertState alert, AlertBatchReader message, Heard heard, long start, long promise, long now) {
        boolean covered = heard.covers(start);
        long timeout = alerts.rules.resolveTimeout();
        if (covered && now < alert.changedAt() + timeout && promise <= heard.closed() + timeout) {
            boolean row = heard.since() != alert.startsAt();
            return List.of(amended(alert, heard.since(), heard.closed(), null, heard, message, row, now));
        }
        long since = covered ? heard.closed() : start;
        Text text = newText(alert, message);
        AlertFact fired = new AlertFact.Fired(
                alert.scope,
                alert.fingerprint,
                alert.labels,
                alert.flapping ? alert.episode : alert.episode + 1,
                alert.flapping,
                since,
                promise,
                text == null ? alert.text() : text,
                alert.heard().restartedAt(since),
                message.source(),
                alerts.silences.matching(alert.scope.tenant(), alert.labels),
                alerts.inhibitions.inhibitors(alert.scope, alert.labels),
                now);
        return withFlapping(alert, fired, now);
    }

    /** A change of state, and that it was one too many. */
    List<AlertFact> withFlapping(AlertState alert, AlertFact change, long now) {
        return alert.flapping || !flapsAfter(alert, now)
                ? List.of(change)
                : List.of(change, new AlertFact.Flapping(alert.scope, alert.fingerprint, now));
    }

    /** Whether an alert is flapping after one more change of state. */
    boolean flapsAfter(AlertState alert, long now) {
        Flaps flaps = alerts.rules.flaps();
        return alert.flapping || flaps.flapsAt(flaps.with(alert.transitions, now), now);
    }

    private static AlertFact amended(
            AlertState alert,
            long start,
            long end,
            @Nullable Text text,
            Heard heard,
            AlertBatchReader message,
            boolean row,
            long now) {
        return new AlertFact.Amended(
                alert.scope, alert.fingerprint, start, end, text, heard, message.source(), row, now);
    }
}
