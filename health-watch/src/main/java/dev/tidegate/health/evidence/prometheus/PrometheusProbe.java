package dev.tidegate.health.evidence.prometheus;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.http.Asking;
import dev.tidegate.health.evidence.http.ServerClient;
import dev.tidegate.health.evidence.http.ServerClients;
import dev.tidegate.health.evidence.prometheus.Question.Failed;
import dev.tidegate.health.evidence.prometheus.Question.Found;
import dev.tidegate.health.evidence.prometheus.Question.Outcome;
import dev.tidegate.health.evidence.series.Ages;
import dev.tidegate.health.evidence.series.NodeSeries;
import dev.tidegate.health.evidence.series.Steps;
import dev.tidegate.health.evidence.series.Weighing;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A signal is up to three questions at the same time: its value, the total of a ratio, and how old the samples are. */
final class PrometheusProbe implements Probe {
    /** Prometheus refuses more than 11,000 points a series. */
    static final int MOST_POINTS = 10_000;

    private static final String NOTHING =
            "the query answers no series; either nothing is measured there, or a name in it is wrong";

    private final ServerClients servers;
    private final MeterRegistry meters;

    PrometheusProbe(ServerClients servers, MeterRegistry meters) {
        this.servers = servers;
        this.meters = meters;
    }

    @Override
    public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
        return switch (plan(signal, nodes, interval, true)) {
            case Refused refused -> Mono.just(refused.evidence);
            case Planned planned -> planned.asking.once(at, interval);
        };
    }

    @Override
    public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
        return switch (plan(signal, nodes, step, false)) {
            case Refused refused -> Mono.just(List.of(new Past(from, refused.evidence)));
            case Planned planned -> planned.asking.every(from, to, step);
        };
    }

    private sealed interface Plan {}

    private record Planned(Asking asking) implements Plan {}

    private record Refused(Evidence evidence) implements Plan {}

    private Plan plan(Signal signal, List<String> nodes, Duration interval, boolean instant) {
        if (!(signal.source() instanceof Source.Prometheus source)) {
            return refused("this signal is not read from Prometheus");
        }
        ServerClient client = servers.find(source.server());
        if (client == null) {
            return refused(servers.unknown(source.server()));
        }
        if (nodes.isEmpty()) {
            return new Refused(Evidence.Values.of());
        }
        try {
            Reading reading = reading(signal, source, client, nodes, interval, instant);
            int numbers = client.server().limits().answerNumbers();
            int most = Math.clamp(numbers / nodes.size(), 1, MOST_POINTS);
            return new Planned(new Asking(client, most, reading::ask));
        } catch (QueryMistakeException mistake) {
            return refused(String.valueOf(mistake.getMessage()));
        }
    }

    private Reading reading(
            Signal signal,
            Source.Prometheus source,
            ServerClient client,
            List<String> nodes,
            Duration interval,
            boolean instant) {
        if (!source.label().matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
            throw new QueryMistakeException("\"" + source.label() + "\" cannot be the name of a label");
        }
        Placeholders placeholders = new Placeholders(nodes, interval);
        String part = placeholders.fill(source.query());
        String total = null;
        if (signal.kind() == SignalKind.RATIO) {
            total = placeholders.fill(
                    source.total().orElseThrow(() -> new QueryMistakeException("a ratio needs a query of its total")));
        }
        Freshness freshness = Freshness.of(total == null ? List.of(part) : List.of(part, total));
        return new Reading(signal, source.label(), client, nodes, instant, part, total, freshness);
    }

    private static Refused refused(String sentence) {
        return new Refused(new Evidence.QueryError(sentence));
    }

    /** One signal of one group of nodes, ready to be asked for any times. */
    private final class Reading {
        private final Signal signal;
        private final String label;
        private final ServerClient client;
        private final List<String> nodes;
        private final boolean instant;
        private final String part;
        private final @Nullable String total;
        private final Freshness freshness;

        Reading(
                Signal signal,
                String label,
                ServerClient client,
                List<String> nodes,
                boolean instant,
                String part,
                @Nullable String total,
                Freshness freshness) {
            this.signal = signal;
            this.label = label;
            this.client = client;
            this.nodes = nodes;
            this.instant = instant;
            this.part = part;
            this.total = total;
            this.freshness = freshness;
        }

        Mono<List<Evidence>> ask(Steps steps) {
            List<Mono<Outcome>> questions = new ArrayList<>();
            questions.add(question(part, steps));
            if (total != null) {
                questions.add(question(total, steps));
            }
            if (!freshness.selectors().isEmpty()) {
                questions.add(question(freshness.question(label, signal.staleAfter()), steps));
            }
            return Mono.zip(questions, outcomes -> weigh(steps, List.of(outcomes)));
        }

        private Mono<Outcome> question(String query, Steps steps) {
            return new Question(client, query, label, nodes, steps, instant).ask();
        }

        private List<Evidence> weigh(Steps steps, List<Object> outcomes) {
            List<Layout> found = new ArrayList<>();
            for (Object outcome : outcomes) {
                switch ((Outcome) outcome) {
                    case Failed failed -> {
                        return everywhere(failed.evidence(), steps);
                    }
                    case Found answer -> found.add(answer.layout());
                }
            }
            for (Layout numbers : found.subList(0, total == null ? 1 : 2)) {
                String unusable = numbers.unusable();
                if (unusable != null) {
                    return everywhere(new Evidence.QueryError(unusable), steps);
                }
            }
            Layout values = found.getFirst();
            NodeSeries totals = total == null ? null : found.get(1).numbers();
            Ages ages = freshness.selectors().isEmpty()
                    ? Ages.BOUNDED
                    : new SampleAges(found.getLast(), steps, freshness.renames());
            meters.counter("tidegate.probe.ignored", "server", client.server().name())
                    .increment((double) values.numbers().ignored());
            Weighing weighing = new Weighing(signal, NOTHING);
            List<Evidence> evidence = new ArrayList<>(steps.count());
            for (int step = 0; step < steps.count(); step++) {
                evidence.add(weighing.weigh(values.numbers(), totals, ages, step));
            }
            return evidence;
        }

        private static List<Evidence> everywhere(Evidence evidence, Steps steps) {
            return Collections.nCopies(steps.count(), evidence);
        }
    }
}
