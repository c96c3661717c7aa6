package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.series.Ages;
import dev.tidegate.health.evidence.series.Carried;
import dev.tidegate.health.evidence.series.NodeSeries;
import dev.tidegate.health.evidence.series.Steps;
import dev.tidegate.health.evidence.series.Weighing;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One signal of one group of nodes, ready to be asked for any times.
 *
 * @param total of a ratio; null for other kinds
 */
record InfluxReading(
        Signal signal,
        String tag,
        InfluxServer server,
        Schema schema,
        String database,
        List<String> nodes,
        Statement part,
        @Nullable Statement total,
        MeterRegistry meters) {
    private static final int MOST_BEFORE = 500;

    private sealed interface Outcome {}

    private record Found(Carried numbers) implements Outcome {}

    private record Failed(Evidence evidence) implements Outcome {}

    /**
     * How many bins are asked for before the first one. One, for functions that look at the bin before, such as
     * {@code difference}; for a level as far as it may be carried on, and as far again to say how old it is.
     */
    int before(Duration step) {
        if (signal.kind() != SignalKind.GAUGE) {
            return 1;
        }
        long carried = signal.staleAfter().toMillis() / step.toMillis();
        return Math.clamp(2 * carried, 1, MOST_BEFORE);
    }

    Mono<List<Evidence>> ask(Steps steps) {
        Mono<Outcome> parts = question(part, steps);
        if (total == null) {
            return parts.map(found -> weigh(steps, found, null));
        }
        return Mono.zip(parts, question(total, steps), (found, all) -> weigh(steps, found, all));
    }

    private Mono<Outcome> question(Statement statement, Steps steps) {
        int before = before(steps.step());
        Duration back = steps.step().multipliedBy(before);
        Steps wide = new Steps(steps.from().minus(back), steps.step(), before + steps.count());
        Bins bins = new Bins(tag, wide, new NodeSeries(nodes, wide.count()));
        long from = wide.from().minus(steps.step()).toEpochMilli();
        String query = statement.fill(nodes, from, steps.last().toEpochMilli(), steps.step());
        return server.ask(database, query, bins).flatMap(outcome -> switch (outcome) {
            case InfluxServer.Refused refused -> Mono.just(error(refused.sentence()));
            case InfluxServer.Rowed rowed -> settle(rowed.reply(), bins, before, steps, statement);
        });
    }

    private Mono<Outcome> settle(InfluxReply reply, Bins bins, int before, Steps steps, Statement statement) {
        String title = server.client().server().title();
        if (reply.statements() != 1) {
            return Mono.just(error("the query answers " + reply.statements() + " results where one is meant"));
        }
        if (bins.unusable() != null) {
            return Mono.just(error(bins.unusable()));
        }
        if (reply.partial()) {
            return Mono.just(new Failed(new Evidence.Partial(
                    title + " cut its answer off at its limit of rows (max-row-limit); ask for fewer series")));
        }
        if (!reply.warnings().isEmpty()) {
            return Mono.just(
                    new Failed(new Evidence.Partial(title + " warns: " + String.join("; ", reply.warnings()))));
        }
        meters.counter(
                        "tidegate.probe.ignored",
                        "server",
                        server.client().server().name())
                .increment((double) bins.numbers().ignored());
        boolean level = signal.kind() == SignalKind.GAUGE;
        Outcome found = new Found(Carried.of(bins.numbers(), before, steps.step(), level));
        if (!bins.isEmpty()) {
            return Mono.just(found);
        }
        return schema.mistake(database, Names.of(statement.template()), tag)
                .map(mistake -> mistake.<Outcome>map(InfluxReading::error).orElse(found));
    }

    private List<Evidence> weigh(Steps steps, Outcome parts, @Nullable Outcome totals) {
        if (parts instanceof Failed failed) {
            return Collections.nCopies(steps.count(), failed.evidence());
        }
        if (totals instanceof Failed failed) {
            return Collections.nCopies(steps.count(), failed.evidence());
        }
        Carried numbers = ((Found) parts).numbers();
        NodeSeries all = totals == null ? null : ((Found) totals).numbers().numbers();
        Weighing weighing = new Weighing(signal, nothing(steps));
        Ages ages = signal.kind() == SignalKind.GAUGE ? numbers : Ages.BOUNDED;
        List<Evidence> evidence = new ArrayList<>(steps.count());
        for (int step = 0; step < steps.count(); step++) {
            evidence.add(weighing.weigh(numbers.numbers(), all, ages, step));
        }
        return evidence;
    }

    private String nothing(Steps steps) {
        Duration bin = steps.step();
        Duration back =
                signal.kind() == SignalKind.GAUGE && signal.staleAfter().compareTo(bin) > 0 ? signal.staleAfter() : bin;
        return "no points of " + (nodes.size() == 1 ? nodes.getFirst() : "any of the " + nodes.size() + " nodes")
                + " in database \"" + database + "\" in the " + back.toSeconds() + " s before";
    }

    private static Outcome error(@Nullable String sentence) {
        return new Failed(new Evidence.QueryError(Optional.ofNullable(sentence).orElse("")));
    }
}
