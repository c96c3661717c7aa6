package dev.tidegate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One directory with everything a single-machine Tidegate keeps, held exclusively by this process until
 * {@link #close()}.
 *
 * <pre>
 * tidegate.lock            who holds the directory
 * layout.properties        the format of what is below, so that another version says so instead of guessing
 * credentials.properties   generated passwords, mode 0600
 * ports.properties         the ports used last, taken again when they are free
 * kafka/                   the broker's log directory
 * postgres/                the database cluster and its logs
 * </pre>
 *
 * <p>All of it has mode 0700 or 0600. Every problem is a {@link DataDirectoryException} that says what, where and what
 * to do.
 */
public final class DataDirectory implements AutoCloseable {
    /** Below this many free bytes nothing is started: PostgreSQL and Kafka stop hard when a disk fills up. */
    public static final long MINIMUM_FREE_BYTES = 256L << 20;

    static final String LAYOUT_FILE = "layout.properties";
    private static final String LAYOUT = "1";
    /** What may lie in a directory that is taken as new: our own first steps, and a volume's furniture. */
    private static final Set<String> NOT_YET_DATA = Set.of(DirectoryLock.FILE, LAYOUT_FILE + ".new", "lost+found");

    private final Path path;
    private final DirectoryLock lock;
    private final Credentials credentials;

    private DataDirectory(Path path, DirectoryLock lock, Credentials credentials) {
        this.path = path;
        this.lock = lock;
        this.credentials = credentials;
    }

    /** Reads how many bytes are free below a path; tests put their own in place. */
    @FunctionalInterface
    interface FreeSpace {
        long usableBytes(Path path) throws IOException;

        static long ofFileStore(Path path) throws IOException {
            FileStore store = Files.getFileStore(path);
            return store.getUsableSpace();
        }
    }

    /**
     * Opens the directory, creating it when it does not exist.
     *
     * @throws DataDirectoryException when another process holds it, too little space is free, it cannot be written,
     *     or it holds something that is not this version's data
     */
    public static DataDirectory open(Path directory) {
        return open(directory, FreeSpace::ofFileStore);
    }

    static DataDirectory open(Path directory, FreeSpace freeSpace) {
        Path path = directory.toAbsolutePath().normalize();
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new DataDirectoryException(
                    path + " is a file, not a directory; name a directory for Tidegate's data");
        }
        try {
            refuseForeign(path);
            PrivateFiles.createDirectories(path);
            DirectoryLock lock = DirectoryLock.acquire(path);
            try {
                requireFreeSpace(path, freeSpace);
                boolean fresh = prepareLayout(path);
                return new DataDirectory(path, lock, Credentials.loadOrCreate(path, fresh));
            } catch (IOException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new DataDirectoryException(
                    path + " cannot be used for Tidegate's data: " + Causes.explain(failure)
                            + "; it must be on a writable disk and belong to the user who runs Tidegate",
                    failure);
        }
    }

    /** Before anything is created or changed: somebody's home directory stays as it was. */
    private static void refuseForeign(Path path) throws IOException {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(LAYOUT_FILE))) {
            return;
        }
        List<String> foreign;
        try (Stream<Path> entries = Files.list(path)) {
            foreign = entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !NOT_YET_DATA.contains(name))
                    .sorted()
                    .limit(3)
                    .toList();
        }
        if (!foreign.isEmpty()) {
            throw new DataDirectoryException(path + " is not a Tidegate data directory: it has no " + LAYOUT_FILE
                    + " but holds " + String.join(", ", foreign) + "; name an empty or a new directory");
        }
    }

    private static void requireFreeSpace(Path path, FreeSpace freeSpace) throws IOException {
        long free = freeSpace.usableBytes(path);
        if (free < MINIMUM_FREE_BYTES) {
            throw new DataDirectoryException("only " + (free >> 20) + " MiB are free on the disk of " + path
                    + ", and Tidegate starts with at least " + (MINIMUM_FREE_BYTES >> 20)
                    + " MiB; free some space or name a directory on another disk");
        }
    }

    /** Returns whether the directory was new. */
    private static boolean prepareLayout(Path path) throws IOException {
        Path file = path.resolve(LAYOUT_FILE);
        boolean fresh = !Files.exists(file);
        if (fresh) {
            PrivateFiles.writeProperties(file, "Tidegate's data; do not edit", Map.of("layout", LAYOUT));
        }
        Properties layout = PrivateFiles.readProperties(file);
        @Nullable String found = layout.getProperty("layout");
        if (!LAYOUT.equals(found)) {
            throw new DataDirectoryException(
                    file + (found == null ? " is damaged: it names no layout" : " says layout " + found)
                            + ", and this Tidegate reads layout " + LAYOUT
                            + "; use the Tidegate that made the directory, or name a new one");
        }
        PrivateFiles.createDirectories(path.resolve("kafka"));
        PrivateFiles.createDirectories(path.resolve("postgres"));
        return fresh;
    }

    /** The directory itself, absolute. Others may keep files of their own in it, under names not listed above. */
    public Path path() {
        return path;
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Credentials credentials() {
        return credentials;
    }

    RememberedPorts ports() {
        return new RememberedPorts(path.resolve("ports.properties"));
    }

    /** Lets go of the directory; call it after everything in it has stopped. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the lock of " + path + " could not be released", failure);
        }
    }
}
