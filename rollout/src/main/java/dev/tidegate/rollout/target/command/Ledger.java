package dev.tidegate.rollout.target.command;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import dev.tidegate.rollout.target.TargetException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What was begun and how it ended, in a directory: {@code HASH/order} is the order's id, {@code HASH/NODE.process} the process
 * that was started for a node and when, {@code HASH/NODE.result} how it ended, {@code HASH/lock} held by who follows it. Every
 * method waits for the disk.
 */
final class Ledger {
    private final Path directory;

    Ledger(Path directory) {
        this.directory = directory;
    }

    /** Records an order durably; true also when it was there. */
    void begin(String order) {
        try {
            Files.createDirectories(place(order));
            write(place(order).resolve("order"), order);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    boolean has(String order) {
        return Files.exists(place(order).resolve("order"));
    }

    void started(String order, String node, ProcessHandle process) {
        try {
            write(
                    place(order).resolve(node + ".process"),
                    process.pid() + " "
                            + process.info()
                                    .startInstant()
                                    .map(Instant::toString)
                                    .orElse(""));
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    /** The process that was started for a node, when it still runs. */
    Optional<ProcessHandle> running(String order, String node) {
        return read(place(order).resolve(node + ".process")).flatMap(text -> {
            String[] parts = text.split(" ", 2);
            return ProcessHandle.of(Long.parseLong(parts[0]))
                    .filter(Ledger::runs)
                    // another process may have its number by now
                    .filter(process -> process.info()
                            .startInstant()
                            .map(Instant::toString)
                            .orElse("")
                            .equals(parts.length > 1 ? parts[1] : ""));
        });
    }

    /** A zombie does not: in a container whose first process asks no orphan how it ended it stays so for ever. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException noSuchFile) {
            return process.isAlive(); // it ended while we read, or this system has no /proc
        }
    }

    void ended(String order, NodeResult result) {
        try {
            write(place(order).resolve(result.node() + ".result"), result.kind() + " " + result.detail());
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    Optional<NodeResult> result(String order, String node) {
        return read(place(order).resolve(node + ".result")).map(text -> {
            String[] parts = text.split(" ", 2);
            return new NodeResult(node, Kind.valueOf(parts[0]), parts.length > 1 ? parts[1] : "");
        });
    }

    /** Held by closing it; empty while somebody else holds it. */
    Optional<FileChannel> lock(String order) {
        try {
            FileChannel channel =
                    FileChannel.open(place(order).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return Optional.of(channel);
                }
            } catch (OverlappingFileLockException held) {
                channel.close();
                return Optional.empty();
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw failed("locked", e);
        }
    }

    static void unlock(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new TargetException("a lock could not be let go: " + e, e);
        }
    }

    private Path place(String order) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(order.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(hash, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
                fresh,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private TargetException failed(String what, IOException cause) {
        return new TargetException("what was begun cannot be " + what + " in " + directory + ": " + cause, cause);
    }
}
