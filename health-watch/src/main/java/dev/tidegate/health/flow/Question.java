package dev.tidegate.health.flow;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.watch.Probes;
import dev.tidegate.health.watch.WatchSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One signal of one group, as it is asked for round after round. */
record Question(Signal signal, Group group, List<String> nodes, Probe probe) {

    /** All that a policy asks about the nodes of a watch; a control of none is not asked about. */
    static List<Question> of(HealthPolicy policy, WatchSpec spec, Probes probes) {
        List<Question> out = new ArrayList<>();
        for (Signal signal : policy.signals()) {
            Probe probe = probes.of(signal.source(), spec.tenant());
            for (Group group : Group.values()) {
                List<String> nodes = spec.cohort().nodes(group);
                if (!nodes.isEmpty()) {
                    out.add(new Question(signal, group, nodes, probe));
                }
            }
        }
        return out;
    }

    /** The answer, within a bound; what goes wrong is evidence too. */
    Mono<Reading> ask(Instant at, Duration interval, Duration within, Scheduler scheduler) {
        return Mono.defer(() -> probe.read(signal, nodes, at, interval))
                .map(this::whole)
                .timeout(within, scheduler)
                .onErrorResume(TimeoutException.class, late -> Mono.just(tooLate(within)))
                .onErrorResume(failure -> Mono.just(new Evidence.QueryError("the probe failed: " + failure)))
                .defaultIfEmpty(new Evidence.QueryError("the probe gave no answer"))
                .map(this::reading);
    }

    Evidence tooLate(Duration within) {
        return new Evidence.QueryError("did not answer within " + within.toMillis() + " ms");
    }

    Reading reading(Evidence evidence) {
        return new Reading(signal.name(), group, evidence);
    }

    /** A number for each node, or none at all: a judge must never take one node's values for another's. */
    Evidence whole(Evidence evidence) {
        boolean broken = evidence instanceof Evidence.Values values
                && (values.values().length != nodes.size()
                        || values.totals().length != 0 && values.totals().length != nodes.size());
        return broken
                ? new Evidence.QueryError("the probe did not give one value for each of " + nodes.size() + " nodes")
                : evidence;
    }
}
