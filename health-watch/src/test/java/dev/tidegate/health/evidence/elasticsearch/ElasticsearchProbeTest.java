package dev.tidegate.health.evidence.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.elasticsearch.ElasticsearchNode;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.Probe.Past;
import dev.tidegate.health.evidence.ProbeContract;
import dev.tidegate.health.evidence.Signals;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Against a real Elasticsearch, which is also killed and brought back. */
@Tag("slow")
class ElasticsearchProbeTest extends ProbeContract {
    private static final Instant T = Instant.parse("2026-01-01T10:01:00Z");
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final Duration STALE = Duration.ofSeconds(60);
    private static final String SERVER = "search01";

    private static ElasticsearchNode node;
    private static Logs logs;
    private static ElasticsearchProbe probe;

    @BeforeAll
    static void ship() {
        node = ElasticsearchNode.open();
        logs = new Logs(node);
        logs.index("logs-a", 1, "keyword");
        logs.index("logs-b", 1, "integer");
        logs.index("many", 3, "keyword");
        logs.index("closed", 1, "keyword");
        logs.index("text", 1, "keyword");
        logs.send("POST", "/closed/_close", "");
        for (int s = -60; s < 60; s += 5) {
            logs.add("logs-a", T.plusSeconds(s), "quiet", "INFO").add("logs-a", T.plusSeconds(s), "loud", "INFO");
        }
        for (int s = 1; s <= 30; s++) {
            logs.add("logs-a", T.minusSeconds(s), "loud", "ERROR", "500");
        }
        logs.add("logs-a", T, "loud", "ERROR", "500"); // of the next window
        logs.add("logs-b", T.minusSeconds(1), "other", "INFO", "200");
        logs.add("logs-b", T.minus(Duration.ofMinutes(11)), "gone", "INFO", "200");
        for (int i = 0; i < 1_500; i++) {
            for (int n = 0; n <= i % 7; n++) {
                logs.add("many", T.minusMillis(1 + n), "cmp" + i, n == 0 ? "INFO" : "ERROR");
            }
        }
        logs.ship();
        probe = at(Duration.ZERO, SERVER);
    }

    @AfterAll
    static void end() {
        probe.close();
        logs.close();
    }

    private static ElasticsearchProbe at(Duration delay, String name) {
        Server server =
                Server.of(name, node.address()).withLimits(HttpLimits.DEFAULT.withAnswer(Duration.ofSeconds(20)));
        return ElasticsearchProbe.open(List.of(server), delay, new SimpleMeterRegistry());
    }

    @Override
    protected Probe probe() {
        return probe;
    }

    @Override
    protected Signal signal() {
        return errors(SignalKind.COUNT, "logs-*", "level:ERROR", Empty.UNKNOWN);
    }

    @Override
    protected List<String> nodes() {
        return List.of("quiet", "loud");
    }

    @Override
    protected Instant at() {
        return T;
    }

    @Override
    protected Duration interval() {
        return TEN;
    }

    private static Signal errors(SignalKind kind, String index, String query, Empty empty) {
        return errors(kind, index, query, empty, "host", "@timestamp");
    }

    private static Signal errors(
            SignalKind kind, String index, String query, Empty empty, String nodeField, String timeField) {
        return Signals.of(
                kind,
                new Source.Elasticsearch(SERVER, index, query, Optional.empty(), nodeField, timeField),
                empty,
                STALE);
    }

    @Test
    void a_node_that_logs_without_errors_is_a_real_zero_and_a_silent_one_is_not() {
        assertThat(values(read(signal(), List.of("quiet", "loud", "gone", "never"))))
                .containsExactly(0, 10, Double.NaN, Double.NaN);
    }

    @Test
    void no_rows_are_no_events_only_when_the_operator_says_so() {
        Signal zero = errors(SignalKind.COUNT, "logs-*", "level:ERROR", Empty.ZERO);

        assertThat(values(read(zero, List.of("never", "loud", "gone")))).containsExactly(0, 10, 0);
    }

    @Test
    void a_ratio_has_its_total_and_a_gauge_is_per_second() {
        Evidence ratio = read(errors(SignalKind.RATIO, "logs-*", "level:ERROR", Empty.UNKNOWN), nodes());

        assertThat(values(ratio)).containsExactly(0, 10);
        assertThat(((Evidence.Values) ratio).totals()).containsExactly(2, 12);
        assertThat(values(read(errors(SignalKind.GAUGE, "logs-*", "level:ERROR", Empty.UNKNOWN), nodes())))
                .containsExactly(0, 1);
    }

    @Test
    void windows_are_shifted_by_the_delay() {
        try (ElasticsearchProbe late = at(Duration.ofSeconds(4), SERVER)) {
            assertThat(values(got(late.read(signal(), nodes(), T.plusSeconds(4), TEN))))
                    .containsExactly(0, 10);
            assertThat(values(got(late.read(signal(), nodes(), T.plusSeconds(10), TEN))))
                    .containsExactly(0, 5); // four of them in this window's beginning, and the one at T
        }
    }

    @Test
    void counts_of_many_nodes_over_several_shards_are_exact() {
        List<String> all = IntStream.range(0, 1_500).mapToObj(i -> "cmp" + i).toList();

        double[] values = values(read(errors(SignalKind.COUNT, "many", "level:ERROR", Empty.UNKNOWN), all));

        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as(all.get(i)).isEqualTo(i % 7);
        }
    }

    @Test
    void a_long_past_is_asked_in_parts() {
        Duration second = Duration.ofSeconds(1);
        Instant from = T.minusSeconds(7_000);

        List<Past> past = got(probe.range(
                errors(SignalKind.COUNT, "logs-*", "level:ERROR", Empty.UNKNOWN), nodes(), from, T, second));

        assertThat(past).hasSize(7_001);
        assertThat(past.getFirst().evidence()).isInstanceOf(Evidence.NoData.class);
        assertThat(past.stream()
                        .map(Past::evidence)
                        .filter(Evidence.Values.class::isInstance)
                        .mapToDouble(evidence -> values(evidence)[1])
                        .sum())
                .isEqualTo(30);
    }

    @Test
    void old_documents_are_stale_and_none_are_no_data() {
        assertThat(read(signal(), List.of("gone")))
                .isEqualTo(new Evidence.Stale(
                        Duration.ofMinutes(11),
                        "the newest document of gone in logs-* on search01 is 11 min old, and older than 60 s is not"
                                + " evidence"));
        assertThat(read(signal(), List.of("n1", "n2", "n3", "n4", "n5")))
                .isEqualTo(new Evidence.NoData("there is no document at all of n1, n2, n3 and 2 more nodes in logs-* on"
                        + " search01, looking for them in field host"));
    }

    @Test
    void mistakes_that_look_like_zero_errors_are_told() {
        assertThat(refused("nothing-*", "level:ERROR", "host", "@timestamp"))
                .isEqualTo("there is no index nothing-* on search01, or none that the pattern matches");
        assertThat(refused("nothing", "level:ERROR", "host", "@timestamp"))
                .isEqualTo("there is no index nothing on search01");
        assertThat(refused("logs-a", "level:ERROR", "hots", "@timestamp"))
                .isEqualTo("no index of logs-a on search01 has a field hots");
        assertThat(refused("logs-*", "level:ERROR", "message", "@timestamp"))
                .isEqualTo("field message of logs-* on search01 is of type text and cannot be counted by: name a"
                        + " keyword field, perhaps message.keyword");
        assertThat(refused("logs-*", "level:ERROR", "host", "level"))
                .isEqualTo("time field level of logs-* on search01 is of type keyword and not a date");
        assertThat(refused("logs-*", "levle:ERROR", "host", "@timestamp"))
                .isEqualTo("no index of logs-* on search01 has the field that `levle:ERROR` asks for (Elasticsearch"
                        + " says: unmapped levle); if it comes with the first error, set empty to zero");
        assertThat(refused("closed", "level:ERROR", "host", "@timestamp")).contains("closed");
    }

    @Test
    void a_query_that_cannot_be_read_is_told_with_the_servers_reason() {
        assertThat(refused("logs-*", "level:(ERROR", "host", "@timestamp"))
                .isEqualTo("search01 cannot read the query `level:(ERROR`: Cannot parse 'level:(ERROR': Encountered"
                        + " \"<EOF>\" at line 1, column 12.");
        assertThat(refused("logs-b", "status:oops", "host", "@timestamp"))
                .startsWith("search01 cannot read the query `status:oops`: ")
                .contains("oops");
        assertThat(refused("logs-*", "oops", "host", "@timestamp")) // in any field, numbers and dates too
                .startsWith("search01 cannot read the query `oops`: ")
                .contains("oops");
    }

    @Test
    void shards_that_fail_make_it_partial() {
        // a number in one index, a word in the other: the question makes sense to one of two shards
        assertThat(read(errors(SignalKind.COUNT, "logs-*", "status:oops", Empty.ZERO), nodes()))
                .isInstanceOfSatisfying(
                        Evidence.Partial.class,
                        partial -> assertThat(partial.reason())
                                .startsWith("search01 answered for 1 of 2 shards of logs-* only: ")
                                .contains("oops"));
    }

    @Test
    void a_part_that_is_more_than_its_total_is_a_mistake() {
        Signal ratio = Signals.of(
                SignalKind.RATIO,
                new Source.Elasticsearch(
                        SERVER, "logs-a", "level:ERROR", Optional.of("level:INFO"), "host", "@timestamp"),
                Empty.UNKNOWN,
                STALE);

        assertThat(read(ratio, nodes()))
                .isEqualTo(new Evidence.QueryError("logs-a has 10 documents of loud that match `level:ERROR` but only 2"
                        + " that match the total `level:INFO`: a total must match what its part matches"));
    }

    @Test
    void nodes_in_a_query_are_quoted() {
        Signal own = errors(SignalKind.COUNT, "logs-a", "host:/$nodes/ AND level:ERROR", Empty.UNKNOWN);

        assertThat(values(read(own, List.of("quiet", "loud", "a.b/c\"d")))).containsExactly(0, 10, Double.NaN);
    }

    @Test
    void a_server_nobody_configured_is_named() {
        Signal other = Signals.of(
                SignalKind.COUNT,
                new Source.Elasticsearch("elsewhere", "logs-*", "*", Optional.empty(), "host", "@timestamp"),
                Empty.UNKNOWN,
                STALE);

        assertThat(read(other, nodes()))
                .isEqualTo(
                        new Evidence.QueryError("there is no Elasticsearch called elsewhere; configured are search01"));
    }

    @Test
    void killed_and_brought_back_it_is_asked_again() {
        assertThat(read(signal(), nodes())).isInstanceOf(Evidence.Values.class);

        node.kill();
        assertThat(((Evidence.QueryError) read(signal(), nodes())).reason())
                .startsWith("search01")
                .containsAnyOf("refuses connections", "broke the connection");
        assertThat(read(signal(), nodes()))
                .isEqualTo(new Evidence.QueryError("search01 (" + node.address() + ") refuses connections"));

        node.start();
        List<Evidence> again = got(Flux.defer(() -> probe.read(signal(), nodes(), T, TEN))
                .repeat()
                .delayElements(Duration.ofMillis(50))
                .takeUntil(evidence -> evidence instanceof Evidence.Values)
                .collectList());
        // while shards recover there is no answer or a partial one, and never "no errors"
        assertThat(again.subList(0, again.size() - 1)).noneMatch(Evidence.Values.class::isInstance);
        assertThat(values(again.getLast())).containsExactly(0, 10);
    }

    private String refused(String index, String query, String nodeField, String timeField) {
        Evidence evidence = read(errors(SignalKind.COUNT, index, query, Empty.UNKNOWN, nodeField, timeField), nodes());
        assertThat(evidence).isInstanceOf(Evidence.QueryError.class);
        return ((Evidence.QueryError) evidence).reason();
    }
}
