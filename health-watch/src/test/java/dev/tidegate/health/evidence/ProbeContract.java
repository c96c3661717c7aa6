package dev.tidegate.health.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Probe.Past;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What every probe promises. A subclass brings a source in which {@link #nodes} have different, known values. */
public abstract class ProbeContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(30);

    protected abstract Probe probe();

    /** A signal with values. */
    protected abstract Signal signal();

    /** Nodes that report, at least two with different values. */
    protected abstract List<String> nodes();

    /** A time with values for all of them. */
    protected abstract Instant at();

    protected abstract Duration interval();

    @Test
    void values_come_in_the_order_of_the_nodes() {
        double[] values = values(read(signal(), nodes()));
        double[] reversed = values(read(signal(), nodes().reversed()));

        assertThat(values).hasSameSizeAs(nodes()).doesNotContain(Double.NaN);
        assertThat(values[0]).isNotEqualTo(values[values.length - 1]);
        for (int i = 0; i < values.length; i++) {
            assertThat(reversed[values.length - 1 - i]).isEqualTo(values[i]);
        }
    }

    @Test
    void the_past_is_what_was_read_then_with_both_ends() {
        Instant from = at().minus(interval().multipliedBy(3));

        List<Past> past = got(probe().range(signal(), nodes(), from, at(), interval()));

        assertThat(past).hasSize(4);
        for (int i = 0; i < past.size(); i++) {
            Instant then = from.plus(interval().multipliedBy(i));
            assertThat(past.get(i).at()).isEqualTo(then);
            assertSame(past.get(i).evidence(), got(probe().read(signal(), nodes(), then, interval())));
        }
    }

    @Test
    void another_sources_signal_is_a_query_error() {
        Signal given = Signals.from(signal(), new Source.Given());

        assertThat(read(given, nodes())).isInstanceOf(Evidence.QueryError.class);
    }

    @Test
    void a_range_that_is_too_long_or_backwards_is_a_query_error() {
        for (Instant end : List.of(at().plus(Duration.ofDays(10_000)), at().minusSeconds(1))) {
            assertThat(got(probe().range(signal(), nodes(), at(), end, interval())))
                    .singleElement()
                    .extracting(Past::evidence)
                    .isInstanceOf(Evidence.QueryError.class);
        }
    }

    @Test
    void nobody_has_no_values() {
        assertThat(values(read(signal(), List.of()))).isEmpty();
    }

    protected static void assertSame(Evidence one, Evidence other) {
        if (one instanceof Evidence.Values values && other instanceof Evidence.Values others) {
            assertThat(values.values()).containsExactly(others.values());
            assertThat(values.totals()).containsExactly(others.totals());
        } else {
            assertThat(one).isEqualTo(other);
        }
    }

    protected Evidence read(Signal signal, List<String> nodes) {
        return got(probe().read(signal, nodes, at(), interval()));
    }

    protected static double[] values(Evidence evidence) {
        assertThat(evidence).isInstanceOf(Evidence.Values.class);
        return ((Evidence.Values) evidence).values();
    }

    /** Subscribes on a thread that may not block, which BlockHound watches. */
    protected static <T> T got(Mono<T> mono) {
        return Objects.requireNonNull(mono.subscribeOn(Schedulers.parallel()).block(PATIENCE));
    }
}
