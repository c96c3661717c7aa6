package dev.tidegate.health.evidence.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.health.policy.Source;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {
    private static String fill(String query, String... nodes) {
        return Statement.of(query, "host").fill(List.of(nodes), 13_000, 33_000, Duration.ofSeconds(10));
    }

    @Test
    void whatAPolicyFileSaysIsAsked() {
        List<Source.Influx> sources = PolicyYaml.read(Path.of("../docs/examples/influxdb.yaml")).signals().stream()
                .map(signal -> (Source.Influx) signal.source())
                .toList();
        assertThat(sources)
                .isNotEmpty()
                .allSatisfy(source -> Stream.concat(Stream.of(source.query()), source.total().stream())
                        .forEach(query -> assertThat(Statement.of(query, source.tag())
                                        .fill(List.of("a"), 13_000, 33_000, Duration.ofSeconds(10)))
                                .contains(
                                        "WHERE (\"host\" =~ /^(?:a)$/ AND time >= 13000ms",
                                        "GROUP BY time(10000ms, 3000ms)")
                                .doesNotContain("$by", "$where", "$nodes")));
    }

    @Test
    void binsBeginWithTheTimesAskedFor() {
        assertThat(fill("SELECT mean(x) FROM cpu WHERE $where GROUP BY host LIMIT 5", "a"))
                .isEqualTo(
                        "SELECT mean(x) FROM cpu WHERE (\"host\" =~ /^(?:a)$/ AND time >= 13000ms AND time < 33000ms)"
                                + " GROUP BY time(10000ms, 3000ms), \"host\" fill(none) LIMIT 5");
    }

    @Test
    void subQueriesSayWhereTheBinsGo() {
        assertThat(fill(
                        "select sum(m) from (select max(x) as m from cpu where $where group by $by, disk) where $where group"
                                + " by $by",
                        "a"))
                .contains("group by time(10000ms, 3000ms), \"host\" fill(none), disk")
                .endsWith("group by time(10000ms, 3000ms), \"host\" fill(none)");
    }

    @Test
    void namesAreQuoted() {
        assertThat(fill(
                        "SELECT mean(x)/$interval FROM cpu WHERE $where AND h !~ /^($nodes)\\/b$/ GROUP BY \"host\"",
                        "a.b/c"))
                .contains("SELECT mean(x)/10000ms FROM")
                .contains("\"host\" =~ /^(?:a\\.b\\/c)$/")
                .contains("h !~ /^((?:a\\.b\\/c))\\/b$/");
        assertThat(Statement.name("a\"b\\c")).isEqualTo("\"a\\\"b\\\\c\"");
    }

    @Test
    void whatStandsInTextsIsLeftAlone() {
        assertThat(fill(
                        "SELECT mean(x) FROM \"into;fill(\" WHERE $where AND a = 'group by $where; $nodes' GROUP BY \"host\""
                                + " -- $by $nodes",
                        "a"))
                .contains("a = 'group by $where; $nodes'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "DROP DATABASE health | the query must be one SELECT, and must not write INTO anything",
                "SELECT mean(x) INTO y FROM cpu WHERE $where GROUP BY host | the query must be one SELECT, and must not write INTO anything",
                "SELECT usage FROM cpu WHERE $where GROUP BY host | the query must select a function such as mean(…), last(…) or sum(…), as it is asked in bins of time",
                "SELECT x FROM cpu WHERE $where GROUP BY host; DROP SERIES FROM cpu | the query must be one SELECT, and must not write INTO anything",
                "SELECT mean(x) FROM cpu WHERE $where GROUP BY host fill(0) | leave fill(…) out: it makes data of what is missing; when no rows are no events, the policy says so",
                "SELECT mean(x) FROM cpu WHERE time > now() - 1h GROUP BY host | the query must have WHERE $where, which stands for the nodes and the time; without it old values would look new",
                "SELECT mean(x) FROM cpu WHERE $where AND host = $nodes GROUP BY host | $nodes can only stand in a regular expression such as /^($nodes)$/; $where has the nodes already",
                "SELECT mean(x) FROM cpu WHERE $where | the query must have one GROUP BY \"host\", or GROUP BY $by where it has several",
                "SELECT mean(x) FROM cpu WHERE $where GROUP BY host, zone | the query must have one GROUP BY \"host\", or GROUP BY $by where it has several",
                "SELECT mean(x) FROM cpu WHERE $where GROUP BY time(1m), host | the query must have one GROUP BY \"host\", or GROUP BY $by where it has several",
            })
    void mistakesAreToldWithWhatToWrite(String query, String sentence) {
        assertThatThrownBy(() -> Statement.of(query, "host"))
                .isInstanceOf(QueryMistakeException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "SELECT mean(\"usage\") FROM \"cpu\" WHERE x = 'from y' | cpu | usage",
                "SELECT percentile(a, 95) AS \"p95\", 10s FROM telegraf.autogen.cpu | telegraf:cpu | a",
                "SELECT sum(\"a b\") / sum(c::float) FROM \"rp\".\"my cpu\", mem | my cpu,mem | a b,c",
                "SELECT sum(m) FROM (SELECT max(x) AS m FROM db..cpu) | db:cpu | ''",
                "SELECT mean(x) FROM /cpu.*/ WHERE y | '' | x",
            })
    void namesAreFound(String query, String measurements, String fields) {
        Names names = Names.of(query);
        assertThat(names.measurements().stream()
                        .map(one -> (one.database().isEmpty() ? "" : one.database() + ":") + one.name())
                        .collect(Collectors.joining(",")))
                .isEqualTo(measurements.equals("''") ? "" : measurements);
        assertThat(String.join(",", names.fields())).isEqualTo(fields.equals("''") ? "" : fields);
    }
}
