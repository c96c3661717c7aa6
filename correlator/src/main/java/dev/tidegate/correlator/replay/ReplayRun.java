package dev.tidegate.correlator.replay;

import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.incident.Episode;
import dev.tidegate.correlator.incident.Happening;
import dev.tidegate.correlator.incident.IncidentFact;
import dev.tidegate.correlator.incident.Incidents;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/**
 * Alerts of a file through the correlator, in time order; their times are the clock.
 *
 * <p>An alert with a severity is a state: it fires until its end, or for the resolve timeout when none is given, and a
 * message about it before then is a repeat. An alert without one is an event: each line is a firing of its own, over at
 * once. A run is for one file.
 */
public final class ReplayRun {
    /** How much longer a resolved incident waits at a strength of 1 than at 0.5 and below: as much as windows stretch. */
    private static final double REOPEN_STRETCH = 64;

    private final Policy policy;
    private final Incidents incidents;
    private final Map<Labels, Identity> identities = new HashMap<>();
    private final Map<String, String> mergedInto = new HashMap<>();
    private final PriorityQueue<Ending> endings =
            new PriorityQueue<>(Comparator.comparingLong(Ending::at).thenComparingInt(Ending::order));

    /** @param strength from 0, which keeps alerts apart, to 1, which puts as much together as the evidence allows */
    public ReplayRun(double strength) {
        policy = policy(strength);
        incidents = new Incidents(policy, episode -> episode.severity() == Severity.UNKNOWN);
    }

    /** What is remembered of an alert. */
    private static final class Identity {
        final int order;
        final Scope scope;
        final long fingerprint;
        final Labels labels;
        final String alertname;
        final Severity severity;
        final String node;
        int episode;
        boolean firing;
        long end;
        String incident = "";

        Identity(int order, Labels labels, Policy policy) {
            this.order = order;
            this.labels = labels;
            scope = Scope.of(labels.getOrEmpty(policy.siteLabel()));
            fingerprint = Fingerprint.of(labels);
            alertname = labels.getOrEmpty(Labels.ALERTNAME);
            severity = Severity.parse(labels.get("severity"));
            node = policy.node().of(labels);
        }
    }

    private record Ending(long at, int order, Identity identity) {}

    /** The policy for a strength; above the default a resolved incident waits longer for what may belong to it. */
    private static Policy policy(double strength) {
        Policy base = Policy.DEFAULT;
        Policy.Timing timing = base.timing();
        double stretch = Math.max(1, Math.pow(REOPEN_STRETCH, 2 * (strength - 0.5)));
        Duration reopen = Duration.ofMillis((long) (timing.incidentReopen().toMillis() * stretch));
        Policy.Correlation correlation = base.correlation();
        return base.withTiming(new Policy.Timing(
                        timing.resolveTimeout(),
                        timing.resolvedRetention(),
                        timing.incidentQuiet(),
                        reopen,
                        timing.flapWindow(),
                        timing.textRefresh()))
                .withCorrelation(new Policy.Correlation(
                        strength,
                        correlation.maxHops(),
                        correlation.flapEnter(),
                        correlation.flapLeave(),
                        correlation.stormAlertsPerMinute()));
    }

    /**
     * The incident of each alert, as it stands at the end, in the order of the given lines.
     *
     * @param progress told the number of alerts done
     */
    public List<String> over(List<AlertLine> lines, IntConsumer progress) {
        List<AlertLine> byTime = new ArrayList<>(lines);
        byTime.sort(Comparator.comparingLong(AlertLine::startsAt));
        Map<Integer, String> incidentOf = HashMap.newHashMap(lines.size());
        int done = 0;
        for (AlertLine line : byTime) {
            timeTo(line.startsAt());
            Identity identity = identities.get(line.labels());
            if (identity == null) {
                identity = new Identity(identities.size(), line.labels(), policy);
                identities.put(line.labels(), identity);
            }
            take(line, identity);
            incidentOf.put(line.index(), identity.incident);
            progress.accept(++done);
        }
        return lines.stream()
                .map(line -> last(incidentOf.getOrDefault(line.index(), "")))
                .toList();
    }

    /** The incident that an alert of this run belongs to as it stands now, or stood when it was over. */
    public Optional<IncidentImage> incidentOf(Labels labels) {
        Identity identity = identities.get(labels);
        return identity == null ? Optional.empty() : Optional.of(incidents.image(last(identity.incident)));
    }

    private void take(AlertLine line, Identity identity) {
        boolean event = identity.severity == Severity.UNKNOWN;
        if (!identity.firing) {
            identity.episode++;
            identity.firing = true;
            Instant at = Micros.toInstant(line.startsAt());
            for (IncidentFact fact : happen(new Happening.Fired(episode(identity, at)), at)) {
                if (fact instanceof IncidentFact.Joined joined) {
                    identity.incident = joined.incident();
                }
            }
        }
        if (event) {
            end(identity, line.startsAt());
            return;
        }
        long end = line.endsAt() > line.startsAt()
                ? line.endsAt()
                : line.startsAt() + Micros.of(Instant.EPOCH.plus(policy.timing().resolveTimeout()));
        if (end > identity.end) {
            identity.end = end;
            endings.add(new Ending(end, identity.order, identity));
        }
    }

    /** Lets pass what is due before or at a time. */
    private void timeTo(long micros) {
        while (true) {
            Ending ending = endings.peek();
            long endingAt = ending == null ? Long.MAX_VALUE : ending.at();
            long tickAt = incidents.due().map(Micros::of).orElse(Long.MAX_VALUE);
            if (Math.min(endingAt, tickAt) > micros) {
                return;
            }
            if (ending != null && endingAt <= tickAt) {
                endings.poll();
                if (ending.identity().firing && ending.at() == ending.identity().end) {
                    end(ending.identity(), ending.at());
                }
            } else {
                incidents.tick(Micros.toInstant(tickAt)).forEach(this::apply);
            }
        }
    }

    private void end(Identity identity, long at) {
        identity.firing = false;
        happen(new Happening.Ended(identity.scope, identity.fingerprint, identity.episode), Micros.toInstant(at));
    }

    private List<IncidentFact> happen(Happening happening, Instant at) {
        List<IncidentFact> facts = incidents.decide(happening, at);
        facts.forEach(this::apply);
        return facts;
    }

    private void apply(IncidentFact fact) {
        incidents.apply(fact);
        if (fact instanceof IncidentFact.Merged merged) {
            mergedInto.put(merged.incident(), merged.into());
        }
    }

    private String last(String incident) {
        String at = incident;
        for (String next = mergedInto.get(at); next != null; next = mergedInto.get(at)) {
            at = next;
        }
        return at;
    }

    private static Episode episode(Identity identity, Instant at) {
        return new Episode(
                identity.scope,
                identity.fingerprint,
                identity.episode,
                identity.labels,
                identity.alertname,
                identity.severity,
                identity.node,
                at,
                at);
    }
}
