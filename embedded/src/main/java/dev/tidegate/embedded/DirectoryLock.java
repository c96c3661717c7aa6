package dev.tidegate.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The lock that keeps two processes out of one data directory. The operating system drops it when its process dies,
 * however it dies, so a lock file left behind never blocks a start. The file's text names the holder, for the error
 * message of the one that comes second and for people.
 */
final class DirectoryLock implements AutoCloseable {
    static final String FILE = "tidegate.lock";
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws DataDirectoryException with the holder's process id, when the lock is taken
     * @throws IOException when the file cannot be written
     */
    static DirectoryLock acquire(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        PrivateFiles.createFile(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!tryLock(channel)) {
                throw new DataDirectoryException(directory + " is in use by " + holder(file)
                        + "; stop that process, or name another data directory");
            }
            ByteBuffer text = StandardCharsets.UTF_8.encode(describeThisProcess());
            channel.truncate(0);
            channel.write(text, 0);
            return new DirectoryLock(channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @SuppressWarnings("resource") // the lock lives and ends with its channel
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ignored) {
            return false; // this same process has it open already
        }
    }

    private static String holder(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "a process that is just starting" : text;
    }

    private static String describeThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        Instant started = self.info().startInstant().orElseGet(Instant::now).truncatedTo(ChronoUnit.SECONDS);
        return "process " + self.pid() + " (started " + started + ")\n";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
