package dev.tidegate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after a stop and after a kill -9, and only one process works on a directory. */
@Tag("slow")
class RestartTest {
    @TempDir
    Path temporary;

    @Test
    void whatWasWrittenIsThereAfterARestartOnTheSamePorts() throws Exception {
        Path directory = temporary.resolve("data");
        List<String> cold = Collections.synchronizedList(new ArrayList<>());
        List<String> warm = Collections.synchronizedList(new ArrayList<>());
        int kafkaPort;
        int postgresPort;
        try (EmbeddedServices services = EmbeddedServices.start(EmbeddedSettings.at(directory), cold::add)) {
            Traces.leave(services, "before");
            kafkaPort = services.kafka().port();
            postgresPort = services.postgres().connection().port();
        }
        try (EmbeddedServices services = EmbeddedServices.start(EmbeddedSettings.at(directory), warm::add)) {
            assertThat(Traces.textInKafka(services, 1)).containsExactly("before");
            assertThat(Traces.inPostgres(services.postgres().connection())).containsExactly("before");
            assertThat(services.kafka().port()).isEqualTo(kafkaPort);
            assertThat(services.postgres().connection().port()).isEqualTo(postgresPort);
        }
        assertThat(cold).hasSize(3).anyMatch(line -> line.startsWith("Kafka on 127.0.0.1:"));
        assertThat(warm).anyMatch(line -> line.startsWith("PostgreSQL on 127.0.0.1:"));
    }

    @Test
    void takesOtherPortsWhenTheOnesUsedLastAreGone() throws Exception {
        Path directory = temporary.resolve("data");
        int kafkaPort;
        int postgresPort;
        int controllerPort;
        try (EmbeddedServices services = start(directory)) {
            Traces.leave(services, "before");
            kafkaPort = services.kafka().port();
            postgresPort = services.postgres().connection().port();
            controllerPort = services.directory().ports().last("kafka.controller");
        }
        try (ServerSocketChannel first = occupy(kafkaPort);
                ServerSocketChannel second = occupy(postgresPort);
                ServerSocketChannel third = occupy(controllerPort);
                EmbeddedServices services = start(directory)) {
            assertThat(List.of(first, second, third)).allMatch(ServerSocketChannel::isOpen);
            assertThat(services.kafka().port()).isNotEqualTo(kafkaPort);
            assertThat(services.postgres().connection().port()).isNotEqualTo(postgresPort);
            assertThat(Traces.textInKafka(services, 1)).containsExactly("before");
            assertThat(Traces.inPostgres(services.postgres().connection())).containsExactly("before");
        }
    }

    @Test
    void aKilledProcessLosesNothingAndLeavesNoServerBehind() throws Exception {
        Path directory = temporary.resolve("data");
        long firstServer;
        try (ForkedServices first = ForkedServices.start(directory, "first")) {
            firstServer = first.postgresPid();
            first.kill();
        }
        long secondServer;
        try (ForkedServices second = ForkedServices.start(directory, "second")) {
            secondServer = second.postgresPid();
            assertThat(Processes.isRunning(firstServer)).isFalse();
            second.kill();
        }
        // nobody starts anything now: the server has to go by itself
        Processes.awaitEnd(secondServer);
        try (EmbeddedServices services = start(directory)) {
            assertThat(Traces.textInKafka(services, 2)).containsExactly("first", "second");
            assertThat(Traces.inPostgres(services.postgres().connection())).containsExactly("first", "second");
        }
    }

    @Test
    void aServerWhoseGuardWasKilledTooIsStoppedByTheNextStart() throws Exception {
        Path directory = temporary.resolve("data");
        try (ForkedServices first = ForkedServices.start(directory, "first")) {
            List<ProcessHandle> supervisors =
                    shells(ProcessHandle.of(first.pid()).orElseThrow().children());
            assertThat(supervisors).hasSize(1);
            // The reader of the pipe goes first: our JVM closes the pipe when the supervisor is gone, and a reader that
            // still lives takes the end of the pipe for the order to stop.
            List<ProcessHandle> readers = shells(supervisors.getFirst().descendants());
            assertThat(readers).isNotEmpty();
            readers.forEach(RestartTest::killAndAwait);
            supervisors.forEach(RestartTest::killAndAwait);
            first.kill();
            assertThat(Processes.isRunning(first.postgresPid())).isTrue();
            try (EmbeddedServices services = start(directory)) {
                assertThat(Processes.isRunning(first.postgresPid())).isFalse();
                assertThat(Traces.inPostgres(services.postgres().connection())).containsExactly("first");
            }
        }
    }

    @Test
    void aSecondStartIsRefusedWithTheHoldersProcessId() throws Exception {
        Path directory = temporary.resolve("data");
        try (ForkedServices holder = ForkedServices.start(directory, "mark")) {
            assertThatThrownBy(() -> start(directory).close())
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageMatching(".*/data is in use by process " + holder.pid()
                            + " \\(started 20\\S+Z\\); stop that process, or name another data directory");
        }
    }

    private static EmbeddedServices start(Path directory) {
        return EmbeddedServices.start(EmbeddedSettings.at(directory), line -> {});
    }

    private static List<ProcessHandle> shells(Stream<ProcessHandle> processes) {
        return processes
                .filter(process -> process.info().command().orElse("").endsWith("sh"))
                .toList();
    }

    private static void killAndAwait(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static ServerSocketChannel occupy(int port) throws java.io.IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }
}
