package dev.tidegate.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    @Test
    void quotedFieldsHoldCommasQuotesAndLineBreaks() throws IOException {
        List<Csv.Row> rows = read("a,b\n\"one, two\",\"say \"\"hi\"\"\"\r\n\"x\ny\",\nlast,row");
        assertThat(rows).extracting(row -> row.get("a")).containsExactly("one, two", "x\ny", "last");
        assertThat(rows).extracting(row -> row.get("b")).containsExactly("say \"hi\"", "", "row");
        assertThat(rows.getLast().wrong("odd")).hasMessage("sets.csv, line 5: odd");
    }

    @Test
    void aHeadAloneHasNoRows() throws IOException {
        assertThat(read("a,b\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a;1|sets.csv, line 1: there is no column b",
                "a,b;1,2;3|sets.csv, line 3: 1 fields where the head has 2",
                "a,b;1,\"2|sets.csv, line 2: a quoted field has no end",
                "a,b;1,\"2\"3|sets.csv, line 2: something follows a quoted field",
                "''|sets.csv, line 1: there is no column a"
            })
    void whatIsWrongIsToldWithItsLine(String text, String complaint) {
        assertThatThrownBy(() -> read(text.replace(';', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }

    private static List<Csv.Row> read(String text) throws IOException {
        return Csv.read("sets.csv", new StringReader(text), "a", "b");
    }
}
