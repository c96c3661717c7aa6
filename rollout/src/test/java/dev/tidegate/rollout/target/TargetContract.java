package dev.tidegate.rollout.target;

import static dev.tidegate.rollout.target.Orders.FORMER;
import static dev.tidegate.rollout.target.Orders.WANTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.target.NodeResult.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What every target promises. Its nodes have {@link Orders#FORMER} at the beginning. */
public abstract class TargetContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Nodes, and what is between us and them. */
    protected interface World extends AutoCloseable {
        /** At least three. */
        List<String> nodes();

        /** A new one at each call, which knows nothing but what is outside of it. */
        Target target();

        void kill(String node);

        /** How often the node was brought to a revision. */
        int runs(String node);

        @Override
        void close();
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    Path directory;

    @SuppressWarnings("NullAway.Init") // in the method below
    private World world;

    protected abstract World world(Path directory) throws Exception;

    @BeforeEach
    void begin() throws Exception {
        world = world(directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void anOrderThatIsGivenAgainIsTheSameOrder() {
        Order order = Orders.forward("r1.1", world.nodes());
        Target target = world.target();

        String job = value(target.apply(order));
        assertThat(value(target.apply(order))).isEqualTo(job);
        assertThat(value(world.target().apply(order))).isEqualTo(job);
        assertThat(kinds(target, order, job).values()).containsOnly(Kind.SUCCEEDED);
        assertThat(value(target.apply(order))).isEqualTo(job);
        kinds(target, order, job);

        assertThat(world.nodes())
                .allSatisfy(node -> assertThat(world.runs(node)).isEqualTo(1));
    }

    @Test
    void whoeverComesAfterACrashFindsTheJob() {
        Order order = Orders.forward("r1.1", world.nodes());
        assertThat(value(world.target().find(order))).isEmpty();

        String job = value(world.target().apply(order));

        assertThat(value(world.target().find(order))).contains(job);
        assertThat(value(world.target().find(Orders.forward("r1.2", world.nodes()))))
                .isEmpty();
        assertThat(kinds(world.target(), order, job)).hasSameSizeAs(world.nodes());
    }

    @Test
    void followingAgainTellsAllOfThemAgain() {
        Order order = Orders.forward("r1.1", world.nodes());
        String job = value(world.target().apply(order));

        Map<String, Kind> first = kinds(world.target(), order, job);

        assertThat(first).containsOnlyKeys(world.nodes());
        assertThat(kinds(world.target(), order, job)).isEqualTo(first);
        assertThat(world.nodes())
                .allSatisfy(node -> assertThat(world.runs(node)).isEqualTo(1));
    }

    @Test
    void aDeadNodeNeverSucceeds() {
        String dead = world.nodes().get(1);
        world.kill(dead);
        Order order = Orders.forward("r1.1", world.nodes());
        Target target = world.target();

        Map<String, Kind> kinds = kinds(target, order, value(target.apply(order)));

        assertThat(kinds).containsEntry(dead, Kind.UNREACHABLE);
        assertThat(kinds.values().stream().filter(Kind.SUCCEEDED::equals))
                .hasSize(world.nodes().size() - 1);
        Proof proof = Objects.requireNonNull(target.prove(order, List.of(dead)).blockLast(PATIENCE));
        assertThat(proof.revision()).isEmpty();
        assertThat(proof.detail()).isNotBlank();
    }

    @Test
    void theRevisionIsReadBackFromEachNode() {
        Order order = Orders.forward("r1.1", world.nodes());
        Target target = world.target();
        assertThat(revisions(target, order).values()).containsOnly(Optional.of(FORMER));

        kinds(target, order, value(target.apply(order)));
        assertThat(revisions(target, order)).containsOnlyKeys(world.nodes());
        assertThat(revisions(target, order).values()).containsOnly(Optional.of(WANTED));

        Order back = Orders.back("r1.2", world.nodes());
        kinds(target, back, value(target.revert(back)));
        assertThat(revisions(target, order).values()).containsOnly(Optional.of(FORMER));
    }

    @Test
    void testsPassAndFailByNode() {
        String dead = world.nodes().getLast();
        world.kill(dead);
        Order order = Orders.forward("r1.1", world.nodes());

        Map<String, Boolean> good = tests(order, "true");
        Map<String, Boolean> bad = tests(order, "exit 3");

        assertThat(good).containsOnlyKeys(world.nodes()).containsEntry(dead, false);
        assertThat(good.values().stream().filter(passed -> passed))
                .hasSize(world.nodes().size() - 1);
        assertThat(bad.values()).containsOnly(false);
    }

    private Map<String, Boolean> tests(Order order, String command) {
        return Objects.requireNonNull(world.target()
                .test(order, command, order.nodes())
                .collectMap(TestResult::node, TestResult::passed)
                .block(PATIENCE));
    }

    private static Map<String, Optional<String>> revisions(Target target, Order order) {
        return Objects.requireNonNull(target.prove(order, order.nodes())
                .collectMap(Proof::node, Proof::revision)
                .block(PATIENCE));
    }

    /** Follows to the end; every node is told once. */
    protected static Map<String, Kind> kinds(Target target, Order order, String job) {
        List<NodeResult> results = Objects.requireNonNull(target.follow(order, job)
                .take(order.nodes().size())
                .collectList()
                .block(PATIENCE));
        return results.stream().collect(Collectors.toMap(NodeResult::node, NodeResult::kind));
    }

    protected static <T> T value(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }
}
