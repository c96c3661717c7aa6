package dev.tidegate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that can be wrong with a data directory has its sentence, and nothing foreign is touched. */
class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void everythingInItIsForTheOwnerAlone() throws IOException {
        Path path = temporary.resolve("a/b");
        try (DataDirectory directory = DataDirectory.open(path)) {
            assertThat(directory.path()).isEqualTo(path);
            for (Path own : new Path[] {path, directory.kafka(), directory.postgres()}) {
                assertThat(mode(own)).isEqualTo("rwx------");
            }
            assertThat(mode(path.resolve(Credentials.FILE))).isEqualTo("rw-------");
            assertThat(mode(path.resolve(DirectoryLock.FILE))).isEqualTo("rw-------");
            assertThat(directory.credentials().toString())
                    .doesNotContain(directory.credentials().kafkaPassword());
        }
    }

    @Test
    void passwordsAreReadBackAndDifferBetweenDirectories() {
        Credentials first;
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("one"))) {
            first = directory.credentials();
        }
        try (DataDirectory again = DataDirectory.open(temporary.resolve("one"));
                DataDirectory other = DataDirectory.open(temporary.resolve("two"))) {
            assertThat(again.credentials()).isEqualTo(first);
            assertThat(other.credentials().postgresPassword()).isNotEqualTo(first.postgresPassword());
        }
    }

    @Test
    void aSecondOpenIsRefusedUntilTheFirstIsClosed() {
        Path path = temporary.resolve("data");
        DataDirectory first = DataDirectory.open(path);
        refused(path)
                .hasMessageContaining(
                        "is in use by process " + ProcessHandle.current().pid());
        first.close();
        DataDirectory.open(path).close();
    }

    @Test
    void aFileIsNotADirectory() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        refused(file).hasMessage(file + " is a file, not a directory; name a directory for Tidegate's data");
    }

    @Test
    void aFileAmongTheParentsIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        refused(file.resolve("below")).hasMessageContaining("cannot be used").hasMessageContaining(file.toString());
    }

    @Test
    void somebodyElsesDirectoryStaysAsItIs() throws IOException {
        Files.writeString(temporary.resolve("thesis.tex"), "x");
        refused(temporary)
                .hasMessageContaining("is not a Tidegate data directory")
                .hasMessageContaining("thesis.tex");
        assertThat(temporary).isDirectoryNotContaining("glob:**tidegate*");
    }

    @Test
    void anotherLayoutIsRefused() throws IOException {
        Path path = made();
        Files.writeString(path.resolve(DataDirectory.LAYOUT_FILE), "layout=2\n");
        refused(path).hasMessageContaining("says layout 2, and this Tidegate reads layout 1");
        Files.writeString(path.resolve(DataDirectory.LAYOUT_FILE), "");
        refused(path).hasMessageContaining("is damaged: it names no layout");
    }

    @Test
    void damagedCredentialsNameTheEntry() throws IOException {
        Path path = made();
        Path file = path.resolve(Credentials.FILE);
        String whole = Files.readString(file);
        Files.writeString(file, whole.replaceAll("(?m)^kafka.password=.*\n", ""));
        refused(path).hasMessageContaining(file + " is damaged: kafka.password is missing");
        Files.writeString(file, whole.replaceAll("(?m)^(postgres.password=....).*", "$1"));
        refused(path).hasMessageContaining("postgres.password has not the form it was written in");
        Files.write(file, new byte[] {(byte) 0xff, 0, 1, '\\', 'u', 'x'});
        refused(path).hasMessageContaining(file + " is damaged");
    }

    @Test
    void credentialsThatOthersCanReadAreRefused() throws IOException {
        Path path = made();
        Path file = path.resolve(Credentials.FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        refused(path).hasMessageContaining("can be read by other users").hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void missingCredentialsBesideDataAreNotInventedAnew() throws IOException {
        Path path = made();
        Files.createDirectory(path.resolve("postgres/data"));
        Files.delete(path.resolve(Credentials.FILE));
        refused(path).hasMessageContaining(Credentials.FILE + " is missing");
    }

    @Test
    void tooLittleSpaceIsSaidInNumbers() {
        Path path = temporary.resolve("data");
        assertThatThrownBy(() -> DataDirectory.open(path, probed -> 100L << 20))
                .isInstanceOf(DataDirectoryException.class)
                .hasMessageContaining("only 100 MiB are free on the disk of " + path)
                .hasMessageContaining("at least 256 MiB");
        DataDirectory.open(path).close(); // the refused one let go of it
    }

    @Test
    void kafkaDataOfAnotherClusterIsRefused() throws IOException {
        Path path = temporary.resolve("data");
        try (DataDirectory directory = DataDirectory.open(path)) {
            KafkaStorage.open(directory.kafka(), "AAAAAAAAAAAAAAAAAAAAAA");
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining(directory.kafka() + " is damaged or belongs to another cluster");
            Files.delete(directory.kafka().resolve(KafkaStorage.META_FILE));
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .hasMessageContaining("meta.properties is missing, but the directory holds");
        }
    }

    @Test
    void postgresDataOfAnotherVersionIsRefused() throws IOException {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"))) {
            Path data = Files.createDirectory(directory.postgres().resolve("data"));
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("PG_VERSION is missing");
            Files.writeString(data.resolve("PG_VERSION"), "14\n");
            assertThatThrownBy(() -> EmbeddedPostgres.start(directory, 0))
                    .isInstanceOf(DataDirectoryException.class)
                    .hasMessageContaining("was made by version 14, and this Tidegate brings version 18");
        }
    }

    private Path made() {
        Path path = temporary.resolve("data");
        DataDirectory.open(path).close();
        return path;
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path path) {
        return assertThatThrownBy(() -> DataDirectory.open(path).close()).isInstanceOf(DataDirectoryException.class);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
