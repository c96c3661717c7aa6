package dev.tidegate.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where pictures go: the build directory, or with {@code -Dboard.pictures=docs/pictures} where the README shows them. */
final class Pictures {
    private Pictures() {}

    static Path file(String name) {
        try {
            Path directory = Path.of(System.getProperty("board.pictures", "target/pictures"));
            return Files.createDirectories(directory).resolve(name + ".png");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
