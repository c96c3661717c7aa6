package dev.tidegate.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.gateway.problem.Problem.Fault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of a query: one of a few, and those to be searched for. */
class ParametersTest {
    private static final Set<String> ORDERS = Set.of("oldest", "newest");

    private static Parameters given(String... orders) {
        return new Parameters(Map.of("order", List.of(orders)));
    }

    private static List<Fault> faults(Parameters parameters) {
        return catchThrowableOfType(ProblemException.class, parameters::check)
                .problem()
                .errors();
    }

    @Test
    void oneOfThemIsTaken() {
        Parameters parameters = given("newest");
        assertThat(parameters.word("order", ORDERS, "oldest")).isEqualTo("newest");
        assertThatCode(parameters::check).doesNotThrowAnyException();
    }

    @Test
    void withoutOneTheDefaultHolds() {
        assertThat(given().word("order", ORDERS, "oldest")).isEqualTo("oldest");
        assertThat(given("").word("order", ORDERS, "oldest")).isEqualTo("oldest");
        assertThat(given().word("order", ORDERS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "newest,oldest", "Newest", "newest "})
    void anythingElseIsRefused(String word) {
        Parameters parameters = given(word);
        assertThat(parameters.word("order", ORDERS, "oldest")).isEqualTo("oldest");
        assertThat(faults(parameters))
                .containsExactly(new Fault("order", "\"" + word + "\" is not one of newest, oldest"));
    }

    @Test
    void aSearchIsTakenApart() {
        Parameters parameters = new Parameters(Map.of("q", List.of("  disk\tfull  db1 ")));
        assertThat(parameters.search("q")).containsExactly("disk", "full", "db1");
        assertThat(new Parameters(Map.of("q", List.of("  "))).search("q")).isEmpty();
        assertThat(new Parameters(Map.of()).search("q")).isEmpty();
        assertThatCode(parameters::check).doesNotThrowAnyException();
    }

    @Test
    void aSearchForTooManyWordsIsRefused() {
        Parameters most = new Parameters(Map.of("q", List.of("w ".repeat(16))));
        assertThat(most.search("q")).hasSize(16);
        assertThatCode(most::check).doesNotThrowAnyException();
        Parameters more = new Parameters(Map.of("q", List.of("w ".repeat(17))));
        more.search("q");
        assertThat(faults(more))
                .containsExactly(new Fault("q", "holds 17 words, of which at most 16 are searched for"));
    }

    @Test
    void twoAreRefused() {
        Parameters parameters = given("newest", "oldest");
        parameters.word("order", ORDERS, "oldest");
        assertThat(faults(parameters)).containsExactly(new Fault("order", "is given 2 times, allowed is once"));
    }
}
