package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.StringPool;
import dev.tidegate.model.log.AlertBatchReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The alerts and silences of one partition: identity, episodes, expiry, flapping, suppression.
 *
 * <p>Decides facts and applies them; one thread at a time, no clock. What makes it fast is what it does not do: {@link
 * #repeat} takes a message that says nothing new without reading its labels, making a fact or touching a timer. See {@link
 * Heard} for how messages that overtake each other are taken, and {@link Timers} for how time is kept.
 *
 * <p>Times are microseconds since 1970.
 */
public final class Alerts {
    private static final int POOLED_STRINGS = 1 << 16;
    private static final int FITS_CACHES = 4_096;
    /** So many alerts of a batch may be looked up ahead at a time; their lines and slots fit the nearest cache. */
    public static final int AHEAD = 128;

    final AlertTable table = new AlertTable();
    final Timers timers = new Timers(table);
    final Silences silences = new Silences();
    final Inhibitions inhibitions = new Inhibitions();
    private final long[] ahead = new long[AHEAD];
    long touched; // keeps the compiler from dropping the loads
    final Words words = new Words();
    final StringPool pool = new StringPool(POOLED_STRINGS);
    Rules rules;
    final Said said = new Said(this);
    final Room room = new Room();
    final Notices notices = new Notices(this);
    private final Passing passing = new Passing(this);
    private final Applied applied = new Applied(this);

    /** Who belongs to an incident that is not over yet. */
    @FunctionalInterface
    public interface Memberships {
        boolean belongs(Scope scope, long fingerprint);
    }

    /** What of a policy matters here, as numbers. */
    record Rules(Policy policy, Flaps flaps, long resolveTimeout, long retention, long textRefresh) {
        static Rules of(Policy policy) {
            Policy.Timing timing = policy.timing();
            return new Rules(
                    policy,
                    Flaps.of(policy),
                    Math.max(Micros.SECOND, timing.resolveTimeout().toNanos() / 1_000),
                    Math.max(Micros.SECOND, timing.resolvedRetention().toNanos() / 1_000),
                    timing.textRefresh().toNanos() / 1_000);
        }
    }

    /** Alerts as their rows say; what fired counts as just seen at the clock. */
    public Alerts(Policy policy, Collection<AlertImage> alerts, Collection<SilenceImage> silenceImages, long clock) {
        rules = Rules.of(policy);
        silences.restore(silenceImages, clock);
        for (AlertImage image : alerts) {
            AlertState alert = new AlertState(table, image, policy, clock, words);
            hold(alert);
            applied.restored(alert);
            timers.by(alert, passing.dueOf(alert));
        }
        inhibitions.rule(policy.inhibitions(), table.sorted(AlertState::firing));
    }

    /** A site that alerts came from before; {@link Policy.Limits#sites} counts it. */
    public void known(Scope scope) {
        room.known(words.one(scope));
    }

    void hold(AlertState alert) {
        table.add(alert);
        room.came(alert.scope, alert.alertname());
        notices.came(alert.alertname());
    }

    void release(AlertState alert) {
        table.remove(alert);
        room.left(alert.scope, alert.alertname());
        notices.left(alert.alertname());
    }

    /** Nobody was there to hear for a while: what fires counts as just seen. Timers only come too early by that. */
    public void unheard(long now) {
        table.sorted(AlertState::firing).forEach(alert -> alert.bareSeen(Math.max(alert.bareSeen(), now)));
    }

    /** Looks up ahead what the next {@link #AHEAD} messages are about, which is faster than one by one. */
    public void warm(AlertBatchReader batch) {
        if (table.size() > FITS_CACHES) {
            touched += table.warm(ahead, batch.peek(ahead));
        }
    }

    /** Takes a message that says nothing new; false when it does say something, and {@link #decide} must hear it. */
    public boolean repeat(AlertBatchReader message, long now) {
        return said.repeat(message, now);
    }

    /** What the reader's current message causes. */
    public List<AlertFact> decide(AlertBatchReader message, long now) {
        return said.decide(message, now);
    }

    public AlertFact decide(Command.PutSilence command, long now) {
        return silences.put(command, now);
    }

    public List<AlertFact> decide(Command.ExpireSilence command, long now) {
        return silences.expire(command, now);
    }

    /** What follows for other alerts from the facts applied since this was last asked. */
    public List<AlertFact> settle(long now) {
        List<AlertFact> out = new ArrayList<>();
        for (String silence : silences.changed()) {
            for (AlertState alert : table.sorted(a -> a.firing()
                    && a.silencedBy.contains(silence) != silences.silences(silence, a.scope.tenant(), a.labels))) {
                weigh(alert, now, out);
            }
        }
        for (AlertState alert : inhibitions.affected()) {
            if (alert.firing()) {
                weigh(alert, now, out);
            }
        }
        return out;
    }

    private void weigh(AlertState alert, long now, List<AlertFact> out) {
        List<String> silencedBy = silences.matching(alert.scope.tenant(), alert.labels);
        List<String> inhibitedBy = inhibitions.inhibitors(alert.scope, alert.labels);
        if (!silencedBy.equals(alert.silencedBy) || !inhibitedBy.equals(alert.inhibitedBy)) {
            boolean turned = alert.suppressed() == (silencedBy.isEmpty() && inhibitedBy.isEmpty());
            out.add(new AlertFact.Weighed(alert.scope, alert.fingerprint, silencedBy, inhibitedBy, turned, now));
        }
    }

    /** Changes state, never decides. */
    public void apply(AlertFact fact) {
        applied.apply(fact);
    }

    /** Under another policy every alert may be due at another time, and be inhibited by others. */
    void ruled() {
        table.sorted(alert -> true).forEach(alert -> timers.by(alert, dueOf(alert)));
        inhibitions.rule(rules.policy().inhibitions(), table.sorted(AlertState::firing));
    }

    long dueOf(AlertState alert) {
        return passing.dueOf(alert);
    }

    /** What follows for all alerts from a policy that was just applied. */
    public List<AlertFact> weighAll(long now) {
        List<AlertFact> out = new ArrayList<>();
        table.sorted(AlertState::firing).forEach(alert -> weigh(alert, now, out));
        return out;
    }

    /** A time before which time alone causes nothing; {@link Long#MAX_VALUE} when it never does. */
    public long due() {
        return Math.min(timers.next(), silences.next());
    }

    /** What the passage of time has caused by now. */
    public List<AlertFact> tick(long now, Memberships memberships) {
        List<AlertFact> out = silences.tick(now);
        out.addAll(passing.tick(now, memberships));
        return out;
    }

    /** An episode belongs to an incident; of interest here when it is the latest one. */
    public void belongs(String tenant, long fingerprint, int episode, String incident) {
        AlertState alert = table.get(tenant, fingerprint);
        if (alert != null && alert.episode == episode) {
            alert.incident = incident;
        }
    }

    /** The alert left an incident. */
    public void left(String tenant, long fingerprint, String incident) {
        AlertState alert = table.get(tenant, fingerprint);
        if (alert != null && incident.equals(alert.incident)) {
            alert.incident = null;
        }
    }

    /** An alert as it stands. */
    public Optional<AlertImage> image(String tenant, long fingerprint) {
        return Optional.ofNullable(table.get(tenant, fingerprint)).map(AlertState::image);
    }

    /** A silence as it stands. */
    public Optional<SilenceImage> silence(String id) {
        return Optional.ofNullable(silences.get(id));
    }

    /** The alert's row is written as it stands at a time. */
    public void written(String tenant, long fingerprint, long at) {
        AlertState alert = table.get(tenant, fingerprint);
        if (alert != null) {
            alert.writtenAt = at;
            alert.textWaits = false;
        }
    }

    /** How many identities are held, resolved ones too. */
    public int size() {
        return table.size();
    }

    public int firing() {
        return applied.firing();
    }
}
