package dev.tidegate.rollout.target.salt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.fleet.FleetSpec;
import dev.tidegate.fleet.SimulatedNode;
import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Orders;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.salt.SaltTargetTest.Salted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What goes wrong between a master and its minions. */
class SaltFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    Path directory;

    @SuppressWarnings("NullAway.Init") // in the method below
    private Salted world;

    @BeforeEach
    void begin() throws IOException {
        world = Salted.of(FleetSpec.quick(10, Orders.FORMER), directory);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void whenTheApiDiesMidWaveTheJobListTellsTheRestAfterANewLogin() throws IOException {
        Order order = Orders.forward("r1.1", world.nodes());
        Target target = world.target();
        String job = value(target.apply(order));
        Mono<List<NodeResult>> followed =
                target.follow(order, job).collectList().cache();
        followed.subscribe();

        world.api().stop();
        assertThatThrownBy(() -> value(target.find(order)))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("cannot be reached");
        world.api().start();

        assertThat(value(followed))
                .hasSize(10)
                .allSatisfy(result -> assertThat(result.kind()).isEqualTo(Kind.SUCCEEDED));
        assertThat(world.api().sent()).isEqualTo(1);
    }

    @Test
    void withSilentEventsTheJobListIsEnough() {
        world.api().mute();
        Order order = Orders.forward("r1.1", world.nodes());
        Target target = world.target();

        assertThat(results(target, order))
                .hasSize(10)
                .allSatisfy((node, result) -> assertThat(result.kind()).isEqualTo(Kind.SUCCEEDED));
    }

    @Test
    void aKilledJobIsAFailureOfItsNode() {
        String victim = world.nodes().get(3);
        world.fleet().node(victim).killNextJob();
        Order order = Orders.forward("r1.1", world.nodes());

        NodeResult result =
                Objects.requireNonNull(results(world.target(), order).get(victim));

        assertThat(result.kind()).isEqualTo(Kind.FAILED);
        assertThat(result.detail()).contains("killed, or its answer was lost").contains(Orders.FORMER);
    }

    @Test
    void aLostAnswerIsMadeGoodByProof() {
        String victim = world.nodes().get(3);
        world.fleet().node(victim).loseNextAnswer();
        Order order = Orders.forward("r1.1", world.nodes());

        NodeResult result =
                Objects.requireNonNull(results(world.target(), order).get(victim));

        assertThat(result.kind()).isEqualTo(Kind.SUCCEEDED);
        assertThat(result.detail()).contains("its answer was lost");
    }

    @Test
    void aFifthOfDeadMinionsAreAllUnreachableAndNoneIsDone() {
        List<String> dead = List.of(world.nodes().get(2), world.nodes().get(7));
        dead.forEach(world::kill);
        Order order = Orders.forward("r1.1", world.nodes());

        Map<String, NodeResult> results = results(world.target(), order);

        assertThat(results.values().stream()
                        .filter(result -> result.kind() == Kind.UNREACHABLE)
                        .map(NodeResult::node))
                .containsExactlyInAnyOrderElementsOf(dead);
        assertThat(dead).allSatisfy(node -> assertThat(world.runs(node)).isZero());
    }

    @Test
    void aMinionThatTheMasterDoesNotKnowIsUnreachable() {
        List<String> nodes =
                Stream.concat(world.nodes().stream(), Stream.of("nobody")).toList();

        NodeResult result = Objects.requireNonNull(
                results(world.target(), Orders.forward("r1.1", nodes)).get("nobody"));

        assertThat(result.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(result.detail()).contains("no accepted key");
    }

    @Test
    void anOrderForUnknownMinionsOnlyHasNoJobAndNobodyReached() {
        List<String> nodes = List.of("nobody", "nowhere");

        assertThat(results(world.target(), Orders.forward("r1.1", nodes)).values())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result.kind()).isEqualTo(Kind.UNREACHABLE));
    }

    @Test
    void aMinionThatWasRestartedDoesNotRunAnOrderTwice() {
        Order order = Orders.forward("r1.1", world.nodes());
        results(world.target(), order);
        world.fleet().nodes().forEach(SimulatedNode::restart);

        value(world.target().apply(order));

        assertThat(world.api().sent()).isEqualTo(1);
        assertThat(world.nodes())
                .allSatisfy(node -> assertThat(world.runs(node)).isEqualTo(1));
    }

    @Test
    void aLargeOrderIsSeveralJobsAndHalfOfItIsMended() throws IOException {
        try (Salted large = Salted.of(FleetSpec.quick(450, Orders.FORMER), directory)) {
            Order order = Orders.forward("r1.1", large.nodes());
            List<Part> parts = Part.of(order);
            assertThat(parts.stream().map(part -> part.nodes().size())).containsExactly(200, 200, 50);

            String job = value(large.target().apply(order));
            assertThat(job.split(",")).hasSize(3);
            assertThat(value(large.target().find(order))).contains(job);
            assertThat(results(large.target(), order)).hasSize(450);
            assertThat(large.api().sent()).isEqualTo(3);
        }
    }

    @Test
    void idsOfJobsFollowFromTheOrderAndLookAsSaltWantsThem() {
        String jid = Part.jid("r1.1", 0);

        assertThat(jid).isEqualTo(Part.jid("r1.1", 0)).matches("200\\d(0[1-9]|1[0-2])([0-2]\\d|3[01])\\d{12}");
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj(n -> Part.jid("r" + n, 0))
                        .collect(Collectors.toSet()))
                .hasSize(10_000);
    }

    private static Map<String, NodeResult> results(Target target, Order order) {
        return followed(target, order, value(target.apply(order)));
    }

    private static Map<String, NodeResult> followed(Target target, Order order, String job) {
        return Objects.requireNonNull(
                target.follow(order, job).collectMap(NodeResult::node).block(PATIENCE));
    }

    private static <T> T value(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }
}
