package dev.tidegate.rollout.window.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.rollout.json.MalformedException;
import dev.tidegate.rollout.window.Sheet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetJsonTest {
    private static final String WHOLE = """
            {"calendars":[{"name":"nights","tenant":"acme","site":"eu1","zone":"Europe/Berlin","rules":[
              {"kind":"allow","from":"22:00","to":"04:00","days":["mon","tue"],"reason":""},
              {"kind":"freeze","from":"2026-12-24T00:00","to":"2027-01-02T00:00","reason":"holidays"}]}]}""";

    private static List<Sheet> read(String json) {
        return SheetJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void calendarsPassThrough() {
        List<Sheet> sheets = read(WHOLE);
        assertThat(sheets.getFirst().rules().get(1).name()).isEqualTo("nights: holidays");
        assertThat(read(SheetJson.write(sheets).toString())).isEqualTo(sheets);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Europe/Berlin     | Mars/Olympus      | /calendars/0/zone
            "allow"           | "maybe"           | /calendars/0/rules/0/kind: "maybe" is not one of allow, deny, freeze
            "22:00"           | "10 pm"           | /calendars/0/rules/0: "10 pm" is not a time of day such as 22:00
            "tue"             | "tues"            | /calendars/0/rules/0/days: "tues" is not one of mon
            2026-12-24T00:00  | 24.12.            | /calendars/0/rules/1: "24.12." is not a local time such as 2026-12-24T00:00
            2027-01-02T00:00  | 2026-12-24T00:00  | holds no time
            "zone"            | "timezone"        | /calendars/0/timezone: is not known here
            """)
    void everyMistakeIsToldWithItsPlace(String what, String instead, String words) {
        assertThatThrownBy(() -> read(WHOLE.replace(what, instead)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(words);
    }
}
