package dev.tidegate.correlator.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidegate.correlator.image.Leases.Holding;
import dev.tidegate.correlator.image.Leases.Standing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FairShareTest {
    @Test
    void alone_means_everything() {
        assertThat(share("a", List.of("a"), Set.of())).isEqualTo(new FairShare(List.of(0, 1, 2, 3), List.of()));
    }

    @Test
    void a_newcomer_makes_the_others_give_up_what_is_beyond_their_share() {
        assertThat(share("a", List.of("a", "b"), Set.of(0, 1, 2, 3)))
                .isEqualTo(new FairShare(List.of(), List.of(3, 2)));
    }

    @Test
    void what_somebody_else_holds_is_not_claimed() {
        assertThat(share("b", List.of("a", "b"), Set.of(), new Holding(0, "a"), new Holding(1, "a")))
                .isEqualTo(new FairShare(List.of(2, 3), List.of()));
    }

    @Test
    void what_a_former_self_holds_is() {
        assertThat(share("a", List.of("a"), Set.of(), new Holding(2, "a")).claim())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void shares_add_up_when_they_do_not_divide() {
        List<String> three = List.of("a", "b", "c");
        assertThat(share("a", three, Set.of()).claim()).hasSize(2);
        assertThat(share("b", three, Set.of()).claim()).hasSize(1);
        assertThat(share("c", three, Set.of()).claim()).hasSize(1);
    }

    @Test
    void the_dead_have_no_share() {
        assertThatIllegalArgumentException().isThrownBy(() -> share("x", List.of("a"), Set.of()));
    }

    private static FairShare share(String me, List<String> alive, Set<Integer> own, Holding... held) {
        return FairShare.of(me, 4, new Standing(alive, List.of(held)), own);
    }
}
