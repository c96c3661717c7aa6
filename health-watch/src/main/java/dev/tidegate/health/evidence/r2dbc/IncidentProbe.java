package dev.tidegate.health.evidence.r2dbc;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.series.Steps;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import dev.tidegate.model.Micros;
import dev.tidegate.model.matcher.Matchers;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Reads {@link Source.Incidents} signals: our own alerts, of one tenant, by the node that the correlator found them to be
 * about. A gauge is how many fire at the end of a window, a count how many began to fire in it; windows end at the asked
 * time less the delay.
 *
 * <p>Times are the log's: when we heard of it, not when a sender says that it began. So each beginning falls into exactly
 * one window, however late it was sent, and no sender's clock can move it.
 *
 * <p>No alert is a real 0, as long as everything that was on the log by the window's end is in the rows. When a shard is
 * behind, it is stale. Silenced and inhibited alerts count: a silence says that nobody is to be called (nodes under
 * change often have one), not that nothing is wrong.
 */
public final class IncidentProbe implements Probe {
    /** For this long every change of an alert is in its row. */
    private static final Duration ROWS_KNOW = Duration.ofMinutes(1);

    /**
     * @param timeout for each question
     * @param delay how far windows are shifted into the past: what shards may take to write down what is on the log. A
     *     shard that takes longer is stale
     * @param kept for how long events of alerts are kept; before, there is no data
     */
    public record Settings(Duration timeout, Duration delay, Duration kept) {
        public static final Settings DEFAULT =
                new Settings(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofHours(24));
    }

    private final String tenant;
    private final ConnectionFactory connections;
    private final Supplier<Mono<List<Long>>> logEnds;
    private final Settings settings;

    /**
     * @param connections a pool that is not the shards'
     * @param logEnds the offset that the next record of each partition of the alert log will get
     */
    public IncidentProbe(
            String tenant, ConnectionFactory connections, Supplier<Mono<List<Long>>> logEnds, Settings settings) {
        this.tenant = tenant;
        this.connections = connections;
        this.logEnds = logEnds;
        this.settings = settings;
    }

    @Override
    public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
        return range(signal, nodes, at, at, interval)
                .map(past -> past.getFirst().evidence());
    }

    @Override
    public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
        if (!(signal.source() instanceof Source.Incidents source)) {
            return refused(from, "this signal is not read from our own alerts");
        }
        if (signal.kind() == SignalKind.RATIO) {
            return refused(from, "alerts have no total to be a share of: make it a gauge or a count");
        }
        Matchers matchers;
        List<Instant> times;
        try {
            matchers = Matchers.parse(source.matchers());
            Steps steps = Steps.between(from, to, step);
            times = IntStream.range(0, steps.count()).mapToObj(steps::time).toList();
        } catch (IllegalArgumentException mistake) {
            return refused(from, String.valueOf(mistake.getMessage()));
        }
        Question question = new Question(signal.kind(), matchers, List.copyOf(nodes), times, step);
        return logEnds.get()
                .onErrorMap(failure -> new LogAwayException(failure))
                .flatMap(ends -> Mono.usingWhen(
                        connections.create(), connection -> read(connection, ends, question), Connection::close))
                .timeout(settings.timeout())
                .publishOn(Schedulers.parallel())
                .onErrorResume(failure -> Mono.just(all(times, evidence(failure))));
    }

    /** @param times ends of windows, before the delay is taken off */
    private record Question(
            SignalKind kind, Matchers matchers, List<String> nodes, List<Instant> times, Duration step) {}

    /** The log's ends are known before the shards', and the shards' before the alerts: the rows have at least that. */
    private Mono<List<Past>> read(Connection connection, List<Long> ends, Question question) {
        Instant since = question.times().getFirst().minus(settings.delay()).minus(question.step());
        return AlertRows.standing(connection, ends).flatMap(standing -> {
            boolean told = since.isBefore(Micros.toInstant(standing.now()).minus(ROWS_KNOW));
            return AlertRows.histories(connection, tenant, question.matchers(), question.nodes(), since, told)
                    .map(histories -> question.times().stream()
                            .map(at -> new Past(at, weigh(at, question, standing, histories)))
                            .toList());
        });
    }

    private Evidence weigh(Instant at, Question question, Standing standing, Collection<History> histories) {
        long end = Micros.of(at.minus(settings.delay()));
        Instant from = at.minus(settings.delay()).minus(question.step());
        if (from.isBefore(Micros.toInstant(standing.now()).minus(settings.kept()))) {
            return new Evidence.NoData(
                    "what alerts did before " + settings.kept().toHours() + " h ago is not kept");
        }
        return standing.lag(end).orElseGet(() -> values(Micros.of(from), end, question, histories));
    }

    private static Evidence values(long from, long end, Question question, Collection<History> histories) {
        double[] values = new double[question.nodes().size()];
        for (History history : histories) {
            values[history.node()] += switch (question.kind()) {
                case GAUGE -> history.fires(end - 1) ? 1 : 0;
                case COUNT, RATIO -> history.begins(from, end);
            };
        }
        return Evidence.Values.of(values);
    }

    private Evidence evidence(Throwable failure) {
        return switch (failure) {
            case AlertRows.TooManyException many ->
                new Evidence.Partial(many.getMessage() + " match; not all were read");
            case LogAwayException away ->
                error("the alert log cannot be asked how far it reaches: " + away.getMessage());
            case TimeoutException late ->
                error("our own alerts could not be read within "
                        + settings.timeout().toMillis() + " ms");
            default -> error("our own alerts cannot be read from the database: " + failure.getMessage());
        };
    }

    private static final class LogAwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LogAwayException(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private static Evidence error(String reason) {
        return new Evidence.QueryError(reason);
    }

    private static Mono<List<Past>> refused(Instant at, String reason) {
        return Mono.just(List.of(new Past(at, error(reason))));
    }

    private static List<Past> all(List<Instant> times, Evidence evidence) {
        return times.stream().map(at -> new Past(at, evidence)).toList();
    }
}
