package dev.tidegate.rollout.target.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Orders;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** The promises of a target, kept by a shell script in the place of ssh, and what is a program's own. */
class CommandTargetTest extends TargetContract {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Nodes are files that have their revision in them. */
    private record NodeFiles(Path directory, List<CommandTarget> opened) implements World {
        static NodeFiles of(Path directory) throws IOException {
            for (String node : List.of("n1", "n2", "n3")) {
                Files.writeString(directory.resolve(node), Orders.FORMER);
            }
            Path script = directory.resolve("remote");
            Files.writeString(script, """
                    #!/bin/sh
                    # remote NODE deploy REVISION | remote NODE read | remote NODE run COMMAND
                    cd "$(dirname "$0")"
                    [ -e "$1" ] || { echo "no route to $1"; exit 255; }
                    case $2 in
                    deploy) [ ! -e slow ] || { echo begun >>"$1.begun"; sleep 60; }
                            [ ! -e broken ] || { seq 100000; echo broken; exit 7; }
                            echo run >>"$1.runs"; printf %s "$3" >"$1" ;;
                    read) cat "$1" ;;
                    run) sh -c "$3" ;;
                    esac
                    """);
            assertThat(script.toFile().setExecutable(true)).isTrue();
            return new NodeFiles(directory, new ArrayList<>());
        }

        @Override
        public List<String> nodes() {
            return List.of("n1", "n2", "n3");
        }

        @Override
        public Target target() {
            String remote = directory.resolve("remote").toString();
            CommandTarget target = new CommandTarget(new CommandSettings(
                    "ssh",
                    List.of(remote, "{node}", "deploy", "{revision}"),
                    List.of(remote, "{node}", "read"),
                    List.of(remote, "{node}", "run", "{command}"),
                    Set.of(255),
                    2,
                    directory.resolve("begun")));
            opened.add(target);
            return target;
        }

        @Override
        public void kill(String node) {
            delete(directory.resolve(node));
        }

        @Override
        public int runs(String node) {
            Path runs = directory.resolve(node + ".runs");
            try {
                return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            opened.forEach(CommandTarget::dispose);
        }
    }

    @Override
    protected World world(Path directory) throws IOException {
        return NodeFiles.of(directory);
    }

    @Test
    void aNodeThatHasTheRevisionIsLeftAlone(@TempDir Path directory) throws IOException {
        try (NodeFiles world = NodeFiles.of(directory)) {
            Files.writeString(directory.resolve("n2"), Orders.WANTED);
            Order order = Orders.forward("r1.1", world.nodes());
            Target target = world.target();

            assertThat(kinds(target, order, value(target.apply(order))).values())
                    .containsOnly(Kind.SUCCEEDED);

            assertThat(world.runs("n2")).isZero();
            assertThat(world.runs("n1")).isEqualTo(1);
        }
    }

    @Test
    void aFailureHasTheEndOfTheOutput(@TempDir Path directory) throws IOException {
        try (NodeFiles world = NodeFiles.of(directory)) {
            Files.writeString(directory.resolve("broken"), "");
            Order order = Orders.forward("r1.1", List.of("n1"));
            Target target = world.target();

            NodeResult result = Objects.requireNonNull(
                    target.follow(order, value(target.apply(order))).blockLast(PATIENCE));

            assertThat(result.kind()).isEqualTo(Kind.FAILED);
            assertThat(result.detail()).contains("exit code 7").endsWith("broken");
        }
    }

    @Test
    void whatTakesTooLongIsStopped(@TempDir Path directory) throws IOException {
        try (NodeFiles world = NodeFiles.of(directory)) {
            Files.writeString(directory.resolve("slow"), "");
            Order plain = Orders.forward("r1.1", List.of("n1"));
            Order order = new Order(
                    plain.id(),
                    1,
                    "r1",
                    plain.nodes(),
                    "infra",
                    plain.revision(),
                    plain.states(),
                    List.of(),
                    Duration.ofSeconds(1));
            Target target = world.target();

            NodeResult result = Objects.requireNonNull(
                    target.follow(order, value(target.apply(order))).blockLast(PATIENCE));

            assertThat(result.kind()).isEqualTo(Kind.FAILED);
            assertThat(result.detail()).contains("did not end within 1 s");
            assertThat(world.runs("n1")).isZero();
        }
    }

    @Test
    void afterACrashTheProgramThatStillRunsIsNotStartedASecondTime(@TempDir Path directory) throws Exception {
        try (NodeFiles world = NodeFiles.of(directory)) {
            Order order = Orders.forward("r1.1", List.of("n1"));
            Target target = world.target();
            String job = value(target.apply(order));
            // what a gateway that was killed leaves behind: a program that is still at it
            Process former = new ProcessBuilder("sh", "-c", "sleep 2; printf %s " + Orders.WANTED + " >n1")
                    .directory(directory.toFile())
                    .start();
            new Ledger(directory.resolve("begun")).started(order.id(), "n1", former.toHandle());

            assertThat(kinds(target, order, job)).containsEntry("n1", Kind.SUCCEEDED);

            assertThat(world.runs("n1")).isZero();
            assertThat(former.isAlive()).isFalse();
        }
    }

    @Test
    void twoCannotFollowOneOrder(@TempDir Path directory) throws IOException {
        try (NodeFiles world = NodeFiles.of(directory)) {
            Files.writeString(directory.resolve("slow"), "");
            Order order = Orders.forward("r1.1", List.of("n1"));
            Target target = world.target();
            String job = value(target.apply(order));
            Disposable first = target.follow(order, job).subscribe();
            Flux.interval(Duration.ofMillis(50))
                    .filter(unused -> Files.exists(directory.resolve("n1.begun")))
                    .blockFirst(PATIENCE);

            assertThatThrownBy(() -> world.target().follow(order, job).blockLast(PATIENCE))
                    .hasMessageContaining("followed by somebody else");
            first.dispose();
            delete(directory.resolve("slow"));

            assertThat(kinds(world.target(), order, job)).containsEntry("n1", Kind.SUCCEEDED);
        }
    }

    @Test
    void nothingThatLooksLikeAnOptionReachesACommandLine() {
        Order order = Orders.forward("r1.1", List.of("-oProxyCommand=reboot"));

        assertThatThrownBy(() -> Line.of(List.of("ssh", "{node}"), order, "-oProxyCommand=reboot"))
                .hasMessageContaining("must not stand in a command line");
        assertThat(Line.of(List.of("ssh", "{node}", "deploy {revision}"), order, "cmp1"))
                .containsExactly("ssh", "cmp1", "deploy " + Orders.WANTED);
        assertThatThrownBy(() -> Line.check(List.of("ssh", "{host}"), false)).hasMessageContaining("{host}");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
