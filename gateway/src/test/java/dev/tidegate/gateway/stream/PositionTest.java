package dev.tidegate.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTest {
    @Test
    void isWrittenAndRead() {
        Position position = Position.of(List.of(17L, 4L, 0L));
        assertThat(position).hasToString("0.17-1.4-2.0");
        assertThat(Position.parse("0.17-1.4-2.0")).isEqualTo(position).hasSameHashCodeAs(position);
        assertThat(Position.parse("1.4-0.17")).isEqualTo(position);
        assertThat(Position.parse(Position.start().toString())).isEqualTo(Position.start());
    }

    @Test
    void saysWhatIsWrong() {
        for (String wrong : List.of("", "17", "0.", "0.-1", "a.1", "0.1-", "99999.1", "0.1 ")) {
            assertThatThrownBy(() -> Position.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("looks like 0.17-1.4-2.0");
        }
    }

    @Test
    void compares() {
        Position early = Position.parse("0.3-1.4");
        Position late = Position.parse("0.5-1.4-2.1");
        assertThat(late.covers(early)).isTrue();
        assertThat(early.covers(late)).isFalse();
        assertThat(late.since(early)).isEqualTo(3);
        assertThat(early.with(2, 9).at(2)).isEqualTo(9);
        assertThat(early.at(7)).isZero();
    }
}
