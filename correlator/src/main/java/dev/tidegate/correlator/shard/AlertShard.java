package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.alert.AlertFact;
import dev.tidegate.correlator.alert.Alerts;
import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.incident.Episode;
import dev.tidegate.correlator.incident.Happening;
import dev.tidegate.correlator.incident.IncidentFact;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Severity;
import dev.tidegate.model.log.AlertBatchReader;
import dev.tidegate.model.shard.Outcome;
import dev.tidegate.model.shard.Shard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Alerts and incidents of one partition, joined: what happens to alerts is told to the incidents, and the alerts learn
 * where they belong.
 *
 * <p>A fact can lead to more: that an alert fires, to the incident it joins and to others it inhibits. {@link #next} says
 * what is to be decided after a fact was applied, so that each decision sees all facts before it.
 */
final class AlertShard implements Shard<AlertShard.Input, ShardFact, AlertShard.Answer> {
    /** What a shard decides about. */
    sealed interface Input {
        /** The reader's current message about an alert. */
        record Message(AlertBatchReader reader) implements Input {}

        /** A command from the log. */
        record Asked(Command command) implements Input {}

        /** Something the incidents must know. */
        record Told(Happening happening) implements Input {}

        /** Something that may suppress other alerts has changed. */
        record Unsettled() implements Input {}

        /** So has everything that may. */
        record Upset() implements Input {}
    }

    /** How an input was received. */
    enum Answer {
        TAKEN,
        REFUSED
    }

    private final Alerts alerts;
    private final IncidentSide incidents;
    private Policy policy;
    private Instant asked = Instant.MIN; // incidents had nothing to say up to then, and nothing has changed since
    private boolean incidentsDueKnown; // asked of for each record, and in a storm dear: repeats do not change it
    private Optional<Instant> incidentsDue = Optional.empty();

    AlertShard(Policy policy, Alerts alerts, IncidentSide incidents) {
        this.policy = policy;
        this.alerts = alerts;
        this.incidents = incidents;
    }

    Policy policy() {
        return policy;
    }

    @Override
    public Outcome<ShardFact, Answer> decide(Input input, Instant now) {
        long at = Micros.of(now);
        incidentsDueKnown = false;
        return switch (input) {
            case Input.Message message -> alertFacts(alerts.decide(message.reader(), at));
            case Input.Told told -> incidentFacts(incidents.decide(told.happening(), now));
            case Input.Unsettled unused -> alertFacts(alerts.settle(at));
            case Input.Upset unused -> alertFacts(alerts.weighAll(at));
            case Input.Asked asked -> asked(asked.command(), at, now);
        };
    }

    private Outcome<ShardFact, Answer> asked(Command command, long at, Instant now) {
        return switch (command) {
            case Command.PutSilence put -> alertFacts(List.of(alerts.decide(put, at)));
            case Command.ExpireSilence expire -> alertFacts(alerts.decide(expire, at));
            case Command.SetPolicy set -> alertFacts(List.of(new AlertFact.Ruled(set.policy(), set.actor(), at)));
            case Command.Tick unused -> Outcome.unchanged(Answer.TAKEN);
            case Command.Loaded unused -> Outcome.unchanged(Answer.TAKEN);
            case Command.Acknowledge ask -> incidentFacts(incidents.decide(new Happening.Asked(ask), now));
            case Command.Unacknowledge ask -> incidentFacts(incidents.decide(new Happening.Asked(ask), now));
            case Command.Resolve ask -> incidentFacts(incidents.decide(new Happening.Asked(ask), now));
            case Command.Merge ask -> incidentFacts(incidents.decide(new Happening.Asked(ask), now));
            case Command.Split ask -> incidentFacts(incidents.decide(new Happening.Asked(ask), now));
            case Command.Comment ask -> incidentFacts(incidents.decide(new Happening.Asked(ask), now));
        };
    }

    @Override
    public void apply(ShardFact fact) {
        incidentsDueKnown = false;
        switch (fact) {
            case ShardFact.OfAlert of -> {
                if (of.fact() instanceof AlertFact.Ruled ruled) {
                    policy = ruled.policy();
                }
                alerts.apply(of.fact());
            }
            case ShardFact.OfIncident of -> {
                incidents.apply(of.fact());
                asked = Instant.MIN;
                of.fact().members().forEach(this::belongs);
            }
        }
    }

    private void belongs(MemberImage member) {
        if (member.leftAt() == null) {
            alerts.belongs(member.tenant(), member.fingerprint(), member.episode(), member.incident());
        } else {
            alerts.left(member.tenant(), member.fingerprint(), member.incident());
        }
    }

    /** What is to be decided now that a fact was applied. */
    List<Input> next(ShardFact fact) {
        return switch (fact) {
            case ShardFact.OfIncident unused -> List.of();
            case ShardFact.OfAlert of -> nextOf(of.fact());
        };
    }

    private List<Input> nextOf(AlertFact fact) {
        return switch (fact) {
            case AlertFact.Fired fired ->
                fired.held()
                        ? List.of(new Input.Unsettled())
                        : List.of(new Input.Told(new Happening.Fired(episode(fired))), new Input.Unsettled());
            case AlertFact.Resolved resolved ->
                resolved.held()
                        ? List.of(new Input.Unsettled())
                        : List.of(ended(resolved, resolved.episode()), new Input.Unsettled());
            case AlertFact.Steadied steadied ->
                steadied.ended() == 0 ? List.of() : List.of(ended(steadied, steadied.ended()));
            case AlertFact.Ruled ruled ->
                List.of(new Input.Told(new Happening.PolicySet(ruled.policy())), new Input.Upset());
            case AlertFact.SilencePut unused -> List.of(new Input.Unsettled());
            case AlertFact.SilenceBegan unused -> List.of(new Input.Unsettled());
            case AlertFact.SilenceExpired unused -> List.of(new Input.Unsettled());
            case AlertFact.Appeared unused -> List.of();
            case AlertFact.Amended unused -> List.of();
            case AlertFact.TextDue unused -> List.of();
            case AlertFact.Flapping unused -> List.of();
            case AlertFact.Weighed unused -> List.of();
            case AlertFact.Gone unused -> List.of();
            case AlertFact.LeftOut unused -> List.of();
            case AlertFact.SilenceGone unused -> List.of();
        };
    }

    private static Input ended(AlertFact.OfAlert fact, int episode) {
        return new Input.Told(new Happening.Ended(fact.scope(), fact.fingerprint(), episode));
    }

    private Episode episode(AlertFact.Fired fired) {
        Labels labels = fired.labels();
        return new Episode(
                fired.scope(),
                fired.fingerprint(),
                fired.episode(),
                labels,
                labels.getOrEmpty(Labels.ALERTNAME),
                Severity.of(labels, fired.text().annotations()),
                policy.node().of(labels),
                Micros.toInstant(fired.startsAt()),
                Micros.toInstant(fired.at()));
    }

    @Override
    public Optional<Instant> due() {
        long alertsDue = alerts.due();
        if (!incidentsDueKnown) {
            incidentsDue = incidents.due().filter(due -> due.isAfter(asked));
            incidentsDueKnown = true;
        }
        if (alertsDue == Long.MAX_VALUE) {
            return incidentsDue;
        }
        Instant due = Micros.toInstant(alertsDue);
        return Optional.of(incidentsDue.filter(due::isAfter).orElse(due));
    }

    @Override
    public List<ShardFact> tick(Instant now) {
        incidentsDueKnown = false;
        List<ShardFact> out = new ArrayList<>();
        for (AlertFact fact : alerts.tick(
                Micros.of(now),
                (scope, fingerprint) -> incidents.incidentOf(scope, fingerprint).isPresent())) {
            out.add(new ShardFact.OfAlert(fact));
        }
        if (out.isEmpty()) { // alerts first; the incidents see what became of them
            incidents.tick(now).forEach(fact -> out.add(new ShardFact.OfIncident(fact)));
            asked = now;
        }
        return out;
    }

    private static Outcome<ShardFact, Answer> alertFacts(List<AlertFact> facts) {
        List<ShardFact> out = new ArrayList<>(facts.size());
        facts.forEach(fact -> out.add(new ShardFact.OfAlert(fact)));
        return new Outcome<>(out, Answer.TAKEN);
    }

    private static Outcome<ShardFact, Answer> incidentFacts(List<IncidentFact> facts) {
        List<ShardFact> out = new ArrayList<>(facts.size());
        facts.forEach(fact -> out.add(new ShardFact.OfIncident(fact)));
        boolean refused = facts.stream().anyMatch(fact -> fact instanceof IncidentFact.Refused);
        return new Outcome<>(out, refused ? Answer.REFUSED : Answer.TAKEN);
    }
}
