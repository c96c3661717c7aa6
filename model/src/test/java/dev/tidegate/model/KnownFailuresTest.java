package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.KnownFailures.Told;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownFailuresTest {
    private final KnownFailures known = new KnownFailures();

    private static RuntimeException of(String message) {
        return new IllegalStateException(message);
    }

    @Test
    void theFirstOfAKindHasItsTraceAndTheOthersAreCounted() {
        List<Told> told =
                IntStream.range(0, 3).mapToObj(i -> known.tell(of("node " + i))).toList();
        assertThat(told.getFirst().trace()).isInstanceOf(IllegalStateException.class);
        assertThat(told)
                .extracting(Told::words)
                .containsExactly(
                        "java.lang.IllegalStateException: node 0",
                        "java.lang.IllegalStateException: node 1 (2 times by now; its trace is with the first)",
                        "java.lang.IllegalStateException: node 2 (3 times by now; its trace is with the first)");
        assertThat(told.subList(1, 3)).extracting(Told::trace).containsOnlyNulls();
    }

    @Test
    void anotherPlaceAnotherClassAndAnotherCauseAreOtherKinds() {
        RuntimeException first = of("a");
        assertThat(known.tell(first).trace()).isSameAs(first);
        RuntimeException elsewhere = new IllegalStateException("a");
        assertThat(known.tell(elsewhere).trace()).isSameAs(elsewhere);
        RuntimeException other = new IllegalArgumentException("a");
        assertThat(known.tell(other).trace()).isSameAs(other);
        for (Throwable cause : List.of(of("b"), new UnsupportedOperationException("b"))) {
            RuntimeException caused = new IllegalStateException("a", cause);
            assertThat(known.tell(caused).trace()).isSameAs(caused);
        }
    }

    @Test
    void aCauseThatLeadsBackToItselfIsAKindToo() {
        RuntimeException one = of("one");
        RuntimeException two = new IllegalStateException("two", one);
        one.initCause(two);
        assertThat(known.tell(one).trace()).isSameAs(one);
    }

    @Test
    void kindsBeyondTheFirstManyAreTold() {
        for (int i = 0; i < KnownFailures.KINDS; i++) {
            RuntimeException one = of("one");
            one.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", "c", "B.java", i)});
            assertThat(known.tell(one).trace()).isNotNull();
        }
        assertThat(known.tell(new IllegalArgumentException("late")))
                .isEqualTo(new Told("java.lang.IllegalArgumentException: late", null));
    }
}
