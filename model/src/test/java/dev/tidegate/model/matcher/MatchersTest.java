package dev.tidegate.model.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.model.Labels;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchersTest {
    private static final Labels NODE = Labels.of("alertname", "NodeDown", "host", "cmp01", "größe", "7");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "alertname=NodeDown ; true",
                "{alertname=\"NodeDown\", host=~\"cmp.*\"} ; true",
                "{ alertname = NodeDown , } ; true",
                "host=~cmp ; false",
                "host=~\"cmp|cmp01\" ; true",
                "host!~\"cmp.*\" ; false",
                "host!=\"ctl01\" ; true",
                "\"größe\"=\"7\" ; true",
                "größe=7 ; true",
                "rack= ; true",
                "rack=\"\" ; true",
                "host=\"\" ; false",
                "rack!=\"\" ; false",
                "rack=~\".+\" ; false",
                "rack=~\".*\" ; true",
                "rack!~\".+\" ; true",
                "{} ; true",
                "{alertname=\"NodeDown\",host=\"x\"} ; false"
            })
    void reads(String text, boolean matches) {
        assertThat(Matchers.parse(text).matches(NODE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{a=b",
                "a=b}",
                "a",
                "=b",
                "a==b",
                "a=\"b",
                "a=b c=d",
                "a=b,,c=d",
                ",",
                "a=~\"(\"",
                "a=~\"(?=x)\"",
                "\"\"=b",
                "a=b\"c"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Matchers.parse(text))
                .isInstanceOf(MatcherSyntaxException.class)
                .hasMessageContaining("position");
    }

    @Test
    void aNewlineIsACharacterLikeAnyOther() {
        assertThat(Matchers.parse("text=~\"a.b\"").matches(Labels.of("text", "a\nb")))
                .isTrue();
        assertThat(Matchers.parse("text=\"a\\nb\"").matches(Labels.of("text", "a\nb")))
                .isTrue();
    }

    @Property
    void whatIsPrintedIsReadBack(
            @ForAll @Size(max = 4) List<@NotEmpty String> names, @ForAll List<String> values, @ForAll Matcher.Op op) {
        List<Matcher> all = new ArrayList<>();
        for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
            all.add(new Matcher(names.get(i), op.isEqual() ? Matcher.Op.EQUAL : Matcher.Op.NOT_EQUAL, values.get(i)));
        }
        Matchers matchers = new Matchers(all);
        assertThat(Matchers.parse(matchers.toString())).isEqualTo(matchers);
    }

    @Property
    void noTextMakesTheParserFailInAnotherWay(@ForAll String text) {
        try {
            Matchers.parse(text);
        } catch (MatcherSyntaxException e) {
            assertThat(e).hasMessageContaining("position");
        }
    }

    @Property
    void notEqualIsTheOppositeOfEqual(@ForAll String value, @ForAll String actual) {
        assertThat(new Matcher("a", Matcher.Op.EQUAL, value).matchesValue(actual))
                .isNotEqualTo(new Matcher("a", Matcher.Op.NOT_EQUAL, value).matchesValue(actual));
    }
}
