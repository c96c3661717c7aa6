package dev.tidegate.storm.score;

import dev.tidegate.correlator.incident.Happening;
import dev.tidegate.correlator.incident.IncidentFact;
import dev.tidegate.correlator.incident.Incidents;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import dev.tidegate.storm.timeline.Batch;
import dev.tidegate.storm.timeline.Episode;
import dev.tidegate.storm.timeline.Message;
import dev.tidegate.storm.timeline.Notifier;
import dev.tidegate.storm.timeline.StampClock;
import dev.tidegate.storm.timeline.StormSpec;
import dev.tidegate.storm.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A storm through the correlator as a gateway hears it: requests in the order in which they arrive, the clock being when
 * they do, and each alert over as soon as it is told to be. A replayed recording is kinder: it is taken in the order of
 * {@code startsAt}, and alerts fire until the last {@code endsAt} that was said of them, so that what flaps is silent.
 */
public final class HeardStorm {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Incidents incidents = new Incidents(Policy.DEFAULT);
    private final Map<Labels, Heard> heard = new LinkedHashMap<>();
    private final Map<String, String> mergedInto = new HashMap<>();

    private HeardStorm() {}

    /** One alert, and the first that was made of it. */
    private static final class Heard {
        final String fault;
        final String kind;
        final String fingerprint;
        String incident = "";
        Instant startsAt = Instant.MIN;
        int episode;
        boolean firing;

        Heard(Episode first) {
            fault = first.fault();
            kind = first.kind().wireName();
            fingerprint = Fingerprint.toHex(Fingerprint.of(first.labels()));
        }
    }

    /** At its own pace: what {@code spec} leaves to it takes as long as it takes. */
    public static Grouping asItHappens(StormSpec spec) {
        Notifier storm = new Notifier(Timeline.of(spec), spec.seed(), StampClock.simulated(START));
        HeardStorm hearing = new HeardStorm();
        Instant now = START;
        while (storm.hasNext()) {
            Batch batch = storm.next();
            now = START.plusMillis(batch.at());
            hearing.hear(batch, now);
        }
        return hearing.grouping();
    }

    /** As {@code ./tidegate storm} sends it: the messages of {@code spec} leave evenly, so many a second. */
    public static Grouping asItIsSent(StormSpec spec, int perSecond) {
        Notifier storm = new Notifier(Timeline.of(spec), spec.seed(), StampClock.paced(START, perSecond));
        HeardStorm hearing = new HeardStorm();
        long sent = 0;
        while (storm.hasNext() && sent <= spec.messages()) {
            Batch batch = storm.next();
            hearing.hear(batch, START.plus(Duration.ofMillis(sent * 1000 / perSecond)));
            sent += batch.messages().size();
        }
        return hearing.grouping();
    }

    private void hear(Batch batch, Instant now) {
        for (@Nullable Instant due = due(now); due != null; due = due(now)) {
            incidents.tick(due).forEach(this::apply);
        }
        for (Message message : batch.messages()) {
            hear(message, now);
        }
    }

    private @Nullable Instant due(Instant now) {
        return incidents.due().filter(due -> !due.isAfter(now)).orElse(null);
    }

    private void hear(Message message, Instant now) {
        Labels labels = message.episode().labels();
        Heard alert = heard.computeIfAbsent(labels, unused -> new Heard(message.episode()));
        if (message.startsAt().isAfter(alert.startsAt)) {
            end(labels, alert, now);
            alert.startsAt = message.startsAt();
            alert.episode++;
            alert.firing = true;
            fire(labels, alert, now);
        }
        if (message.resolved() && message.startsAt().equals(alert.startsAt)) {
            end(labels, alert, now);
        }
    }

    private void fire(Labels labels, Heard alert, Instant now) {
        dev.tidegate.correlator.incident.Episode episode = new dev.tidegate.correlator.incident.Episode(
                scope(labels),
                Fingerprint.of(labels),
                alert.episode,
                labels,
                labels.getOrEmpty(Labels.ALERTNAME),
                Severity.parse(labels.get("severity")),
                Policy.DEFAULT.node().of(labels),
                alert.startsAt,
                now);
        for (IncidentFact fact : incidents.decide(new Happening.Fired(episode), now)) {
            apply(fact);
            if (fact instanceof IncidentFact.Joined joined && alert.incident.isEmpty()) {
                alert.incident = joined.incident();
            }
        }
    }

    private void end(Labels labels, Heard alert, Instant now) {
        if (alert.firing) {
            alert.firing = false;
            incidents
                    .decide(new Happening.Ended(scope(labels), Fingerprint.of(labels), alert.episode), now)
                    .forEach(this::apply);
        }
    }

    private void apply(IncidentFact fact) {
        incidents.apply(fact);
        if (fact instanceof IncidentFact.Merged merged) {
            mergedInto.put(merged.incident(), merged.into());
        }
    }

    private Grouping grouping() {
        List<TrueAlert> truth = new ArrayList<>();
        Map<String, String> kinds = new HashMap<>();
        Map<String, String> incidentOf = new HashMap<>();
        for (Heard alert : heard.values()) {
            truth.add(new TrueAlert(alert.fingerprint, alert.fault));
            kinds.put(alert.fault, alert.kind);
            String incident = alert.incident;
            for (String next = incident; next != null; next = mergedInto.get(next)) {
                incident = next;
            }
            incidentOf.put(alert.fingerprint, incident);
        }
        return Grouping.of(truth, kinds, incidentOf);
    }

    private static Scope scope(Labels labels) {
        return Scope.of(labels.getOrEmpty(Policy.DEFAULT.siteLabel()));
    }
}
