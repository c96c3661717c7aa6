package dev.tidegate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.embedded.PostgresConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresUrlTest {
    @Test
    void namesEverything() {
        assertThat(PostgresUrl.parse("postgres://tg:s%40crt+1@db.example:5433/alerts"))
                .isEqualTo(new PostgresConnection("db.example", 5433, "alerts", "tg", "s@crt+1"));
        assertThat(PostgresUrl.parse("postgresql://tg:secret@db/alerts").port()).isEqualTo(5432);
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://u:hidden@h/d,        does not begin with postgres",
        "postgres://u:hidden@h,       the database is missing",
        "postgres://h/d,              'user, password or host is missing'",
        "postgres://u:hidden@h/d?x=1, options after",
        "postgres://u:hid den@h/d,    not a URL",
    })
    void saysWhatIsMissingAndNeverThePassword(String url, String expected) {
        assertThatThrownBy(() -> PostgresUrl.parse(url))
                .hasMessageContaining(expected)
                .hasMessageNotContaining("hid")
                .hasNoCause();
    }
}
