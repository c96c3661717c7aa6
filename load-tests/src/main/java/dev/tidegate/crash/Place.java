package dev.tidegate.crash;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a gateway of its own may live: a directory that goes away with it, and a port that was free.
 *
 * @param directory new and empty
 */
public record Place(Path directory, int port) implements AutoCloseable {
    /** @param name what the directory's begins with */
    public static Place create(String name) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return new Place(Files.createTempDirectory(name), free.getLocalPort());
        }
    }

    public Path data() {
        return directory.resolve("data");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
