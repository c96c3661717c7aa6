package dev.tidegate.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems that are full or read-only; needs the right to mount, and is skipped without it. */
class SmallDiskTest {
    @TempDir
    Path temporary;

    @Test
    void aFullDiskIsRefusedBeforeAnythingStarts() throws IOException {
        mounted(
                "size=8m",
                () -> assertThatThrownBy(() -> DataDirectory.open(temporary.resolve("data")))
                        .isInstanceOf(DataDirectoryException.class)
                        .hasMessageContaining("MiB are free on the disk of " + temporary.resolve("data")));
    }

    @Test
    void aReadOnlyDiskIsNamed() throws IOException {
        mounted(
                "size=8m,ro",
                () -> assertThatThrownBy(() -> DataDirectory.open(temporary.resolve("data")))
                        .isInstanceOf(DataDirectoryException.class)
                        .hasMessageContaining("cannot be used for Tidegate's data")
                        .hasMessageContaining("Read-only file system"));
    }

    private void mounted(String options, Runnable check) throws IOException {
        String target = temporary.toString();
        assumeTrue(
                Command.run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", target), null)
                        .succeeded(),
                "not allowed to mount");
        try {
            check.run();
        } finally {
            Command.run(List.of("umount", target), null);
        }
    }
}
