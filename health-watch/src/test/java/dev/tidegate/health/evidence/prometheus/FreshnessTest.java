package dev.tidegate.health.evidence.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "up | up",
                "up{node=~\"a.b\"} | up{node=~\"a.b\"}",
                "{__name__=\"up\", node=\"x\"} | {__name__=\"up\", node=\"x\"}",
                "sum by (node) (rate(http_total{code=~\"5..\"}[5m])) | http_total{code=~\"5..\"}",
                "sum(rate(a[5m])) by (node) / on (node) group_left (rack) sum without (le) (b{x='}'}) | a;b{x='}'}",
                "histogram_quantile(0.99, sum by (node, le) (rate(d_bucket[$interval:5s] offset 5m))) | d_bucket",
                "job:errors:rate5m > bool 0.1 and on() vector(1) | job:errors:rate5m",
                "label_replace(up, \"node\", \"$1\", \"instance\", \"(.*):.*\") | up",
                "1e3 * inf + 0x1F - NaN | ''",
                "count(up == 1) # by hand: foo{bar} | up",
                "topk by (node) (3, a) unless b @ end() | a;b",
                "max_over_time(up{a=`b\\`}[1h:1m] @ 1609746000) | up{a=`b\\`}",
                "count | count",
            })
    void findsWhatAQueryReads(String query, String selectors) {
        String expected = selectors.equals("''") ? "" : selectors;
        assertThat(String.join(";", Freshness.of(List.of(query)).selectors())).isEqualTo(expected);
    }

    @Test
    void asksForTheNewestSampleOfEachNode() {
        assertThat(Freshness.of(List.of("rate(a{n=\"x\"}[5m])")).question("node", Duration.ofMinutes(1)))
                .isEqualTo("max by (node) (timestamp(a{n=\"x\"}))");
        assertThat(Freshness.of(List.of("a / b")).question("node", Duration.ofMinutes(1)))
                .isEqualTo("min by (node) (label_replace(max by (node) (timestamp(a)), \"tidegate_selector\", \"0\","
                        + " \"\", \"\") or label_replace(max by (node) (timestamp(b)), \"tidegate_selector\", \"1\","
                        + " \"\", \"\"))");
        assertThat(Freshness.of(List.of("a")).question("node", Duration.ofHours(1)))
                .isEqualTo("max by (node) (max_over_time(timestamp(a)[3600s:60s]))");
        assertThat(Freshness.of(List.of("{job=\"a\"}")).question("node", Duration.ofMinutes(1)))
                .isEqualTo("count by (node) (last_over_time({job=\"a\"}[60s])) * 0 + time()");
    }

    @Test
    void tooManySelectorsAreRefused() {
        String many = String.join(
                " + ",
                java.util.stream.IntStream.range(0, 17).mapToObj(i -> "m" + i).toList());
        assertThatThrownBy(() -> Freshness.of(List.of(many)))
                .hasMessage(
                        "the query has 17 selectors, more than 16, which is the limit; make a recording rule of it");
    }

    @Test
    void namesAreQuotedForTheirQuotes() {
        Placeholders placeholders =
                new Placeholders(List.of("a.b", "c\\d", "e\"f", "g`h", "i'j"), Duration.ofMillis(1500));
        assertThat(placeholders.fill("up{n=~\"$nodes\"}[$interval]"))
                .isEqualTo("up{n=~\"(?:a\\\\.b|c\\\\\\\\d|e\\\"f|g`h|i'j)\"}[1500ms]");
        assertThat(placeholders.fill("up{n=~`x$nodes`}")).isEqualTo("up{n=~`x(?:a\\.b|c\\\\d|e\"f|g\\x60h|i'j)`}");
    }
}
