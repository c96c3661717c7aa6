package dev.tidegate.correlator.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.Micros;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HeardTest {
    record Saying(long start, long end) {
        Heard in(Heard heard) {
            return end == Micros.NONE ? heard.plusFiring(start) : heard.plusOver(Math.min(start, end), end);
        }
    }

    @Provide
    Arbitrary<Saying> sayings() {
        Arbitrary<Long> times = Arbitraries.longs().between(0, 30);
        return Combinators.combine(times, times.injectNull(0.6))
                .as((start, end) -> new Saying(start, end == null ? Micros.NONE : Math.max(start, end)));
    }

    private static String state(List<Saying> sayings) {
        Heard heard = Heard.SILENCE;
        for (Saying saying : sayings) {
            heard = saying.in(heard);
        }
        return (heard.fires() ? "fires since " + heard.since() : heard.since() + " to " + heard.closed());
    }

    @Property
    void theOrderOfArrivalDoesNotMatter(
            @ForAll @Size(min = 1, max = 4) List<@From("sayings") Saying> sayings, @ForAll Random random) {
        String expected = state(sayings);
        List<Saying> shuffled = new java.util.ArrayList<>(sayings);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(shuffled, random);
            assertThat(state(shuffled)).isEqualTo(expected);
        }
    }

    /** However many resolves: only beginnings are so bounded that more than eight of them may be told apart by order. */
    @Property
    void theOrderDoesNotMatterForManyResolvesEither(
            @ForAll @Size(min = 5, max = 12) List<@From("sayings") Saying> sayings, @ForAll Random random) {
        List<Saying> few = new java.util.ArrayList<>();
        int starts = 0;
        for (Saying saying : sayings) {
            if (saying.end() != Micros.NONE || starts++ < Heard.STARTS) {
                few.add(saying);
            }
        }
        String expected = state(few);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(few, random);
            assertThat(state(few)).isEqualTo(expected);
        }
    }

    @Property
    void hearingItAgainChangesNothing(@ForAll @Size(min = 1, max = 4) List<@From("sayings") Saying> sayings) {
        List<Saying> twice = new java.util.ArrayList<>(sayings);
        twice.addAll(sayings);
        assertThat(state(twice)).isEqualTo(state(sayings));
    }

    @Property
    void itStaysSmallAndTheLatestWordStands(@ForAll @Size(min = 1, max = 60) List<@From("sayings") Saying> sayings) {
        Heard heard = Heard.SILENCE;
        long latestStart = Micros.NONE;
        long latestEnd = Micros.NONE;
        for (Saying saying : sayings) {
            heard = saying.in(heard);
            if (saying.end() == Micros.NONE) {
                latestStart = Math.max(latestStart, saying.start());
            }
            latestEnd = Math.max(latestEnd, saying.end());
            assertThat(heard.closed()).isEqualTo(latestEnd);
            if (latestStart > latestEnd) {
                assertThat(heard.fires()).isTrue();
            } else if (latestStart < latestEnd) {
                assertThat(heard.fires()).isFalse();
            }
        }
    }

    @Test
    void overlappingStretchesAreOne() {
        Heard heard = Heard.SILENCE.plusOver(50, 60).plusOver(10, 30).plusOver(25, 55);
        assertThat(heard.since()).isEqualTo(10);
        assertThat(heard.closed()).isEqualTo(60);
        assertThat(Heard.SILENCE.plusOver(50, 60).plusOver(10, 30).since()).isEqualTo(50);
    }

    @Test
    void aFiringBelongsToTheFirstEndAfterIt() {
        assertThat(Heard.firingSince(10).plusOver(50, 60).since()).isEqualTo(10);
        assertThat(Heard.firingSince(10).plusOver(50, 60).plusOver(10, 20).since())
                .isEqualTo(50);
    }
}
