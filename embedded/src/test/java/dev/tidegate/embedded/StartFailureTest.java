package dev.tidegate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start that cannot be says, and that it leaves nothing running; and how PostgreSQL is run below root. */
@Tag("slow")
class StartFailureTest {
    @TempDir
    Path temporary;

    @Test
    void aConfiguredPortThatIsTakenIsNamed() throws Exception {
        Path path = temporary.resolve("data");
        try (ServerSocketChannel taken =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            int port = taken.socket().getLocalPort();
            assertThatThrownBy(() -> EmbeddedServices.start(new EmbeddedSettings(path, port, 0), line -> {}))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("Kafka cannot listen on 127.0.0.1:" + port + ": Address already in use");
            assertThatThrownBy(() -> EmbeddedServices.start(new EmbeddedSettings(path, 0, port), line -> {}))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("PostgreSQL cannot listen on 127.0.0.1:" + port);
        }
        assertThat(path.resolve("postgres/data/postmaster.pid")).doesNotExist();
        DataDirectory.open(path).close(); // let go
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new EmbeddedSettings(temporary, 70000, 0)).hasMessageContaining("70000");
        assertThatThrownBy(() -> new EmbeddedSettings(temporary, 7000, 7000)).hasMessageContaining("both");
    }

    @Test
    void aDamagedDatabaseSaysWhatPostgresSays() throws IOException {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"))) {
            EmbeddedPostgres.start(directory, 0).close();
            Files.delete(directory.postgres().resolve("data/global/pg_control"));
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("PostgreSQL could not start in " + directory.postgres())
                    .hasMessageContaining("pg_control");
        }
    }

    @Test
    void aServerThatEndsByItselfIsReported() throws Exception {
        try (EmbeddedServices services =
                EmbeddedServices.start(EmbeddedSettings.at(temporary.resolve("data")), line -> {})) {
            CompletableFuture<String> failed = services.failed().toCompletableFuture();
            assertThat(failed).isNotDone();
            ProcessHandle.of(services.postgres().pid()).orElseThrow().destroyForcibly();
            assertThat(failed.get(20, TimeUnit.SECONDS))
                    .startsWith("the embedded PostgreSQL stopped: its server process ended");
        }
    }

    @Test
    void rootRunsPostgresAsNobodyWhereNamespacesAreForbidden() throws Exception {
        assumeTrue(Privileges.isRoot(), "only root changes users");
        for (Privileges privileges : List.of(Privileges.AS_NOBODY, Privileges.USER_NAMESPACE, Privileges.AS_NOBODY)) {
            try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
                    EmbeddedPostgres postgres =
                            EmbeddedPostgres.start(directory, 0, Durability.SURVIVES_POWER_LOSS, privileges)) {
                Traces.leaveInPostgres(postgres.connection(), privileges.name());
            }
        }
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"));
                EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, 0)) {
            assertThat(Traces.inPostgres(postgres.connection()))
                    .containsExactly("AS_NOBODY", "AS_NOBODY", "USER_NAMESPACE");
        }
    }

    @Test
    void programsGoToTheNamedCacheOrTheFirstThatCanBeWritten() throws IOException {
        Path cache = temporary.resolve("cache");
        Path file = Files.writeString(temporary.resolve("file"), "x");
        assertThat(PostgresBinaries.caches(Map.of(PostgresBinaries.CACHE_VARIABLE, cache.toString()), temporary))
                .containsExactly(cache);
        PostgresBinaries binaries = PostgresBinaries.unpacked(List.of(file.resolve("no"), cache));
        assertThat(binaries.program("postgres")).startsWith(cache).isExecutable();
        assertThat(binaries.majorVersion()).isEqualTo("18");
        assertThatThrownBy(() -> PostgresBinaries.unpacked(List.of(file.resolve("no"))))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining(PostgresBinaries.CACHE_VARIABLE);
    }
}
