package dev.tidegate.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL server's programs, unpacked from the class path once per user and version into a cache directory.
 * They are unpacked aside and moved into place, so several processes may do it at once and none sees a part.
 *
 * @param home the directory with {@code bin}, {@code lib} and {@code share}
 * @param version as the archive is published, for example {@code 18.6.0}
 */
record PostgresBinaries(Path home, String version) {
    /** Names another cache directory. */
    static final String CACHE_VARIABLE = "TIDEGATE_CACHE";

    /** Where root puts programs that another user is to run: its home and its data are closed to that user. */
    private static final List<Path> FOR_EVERYBODY = List.of(Path.of("/var/cache/tidegate"));

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
    private static final int EXECUTABLE = 0b001_000_000;

    static PostgresBinaries unpacked(Path dataDirectory, Privileges privileges) throws IOException {
        return unpacked(privileges == Privileges.AS_NOBODY ? FOR_EVERYBODY : caches(System.getenv(), dataDirectory));
    }

    /** Finds the programs in the first of the caches that has them, or unpacks into the first that can be written. */
    static PostgresBinaries unpacked(List<Path> caches) throws IOException {
        String version = publishedVersion();
        String name = "postgres-" + version + "-" + architecture();
        for (Path cache : caches) {
            Path home = cache.resolve(name);
            if (Files.isExecutable(home.resolve("bin/postgres"))) {
                return new PostgresBinaries(home, version);
            }
        }
        @Nullable IOException last = null;
        for (Path cache : caches) {
            try {
                return new PostgresBinaries(unpackInto(cache, name), version);
            } catch (IOException failure) {
                if (last != null) {
                    failure.addSuppressed(last);
                }
                last = failure;
            }
        }
        throw new EmbeddedException(
                "PostgreSQL's programs could not be unpacked below any of " + caches + "; set " + CACHE_VARIABLE
                        + " to a directory that can be written",
                last);
    }

    /** A service's user often has no home: its data directory then holds the programs too. */
    static List<Path> caches(Map<String, String> environment, Path dataDirectory) {
        @Nullable String named = environment.get(CACHE_VARIABLE);
        if (named != null && !named.isBlank()) {
            return List.of(Path.of(named).toAbsolutePath());
        }
        Path inData = dataDirectory.resolve("postgres").resolve("programs");
        @Nullable String xdg = environment.get("XDG_CACHE_HOME");
        if (xdg != null && xdg.startsWith("/")) {
            return List.of(Path.of(xdg, "tidegate"), inData);
        }
        return List.of(Path.of(System.getProperty("user.home", "/"), ".cache", "tidegate"), inData);
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** The first part of the version: data of one major version is unreadable to another. */
    String majorVersion() {
        return version.substring(0, version.indexOf('.'));
    }

    private static String publishedVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = resource("postgres.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version", "unknown");
    }

    private static String architecture() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!system.equals("linux")) {
            throw new EmbeddedException("the embedded PostgreSQL runs on Linux only, and this is " + system
                    + "; point Tidegate at a PostgreSQL of your own");
        }
        return switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default ->
                throw new EmbeddedException("there is no embedded PostgreSQL for " + machine
                        + " processors; point Tidegate at a PostgreSQL of your own");
        };
    }

    private static Path unpackInto(Path cache, String name) throws IOException {
        Files.createDirectories(cache);
        Path fresh = Files.createTempDirectory(cache, name + ".new-");
        Path home = cache.resolve(name);
        try {
            try (InputStream in = resource("/postgres-linux-" + architecture() + ".txz");
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
                for (@Nullable TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(entry, tar, fresh);
                }
            }
            // the cache holds no secrets, and a database started by root runs as somebody else
            Files.setPosixFilePermissions(fresh, PROGRAM);
            moveIntoPlace(fresh, home);
        } finally {
            PrivateFiles.deleteRecursively(fresh);
        }
        return home;
    }

    private static void moveIntoPlace(Path fresh, Path home) throws IOException {
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            if (!Files.isExecutable(home.resolve("bin/postgres"))) {
                throw failure;
            } // else somebody else was faster, with the same content
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path into) throws IOException {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        @Nullable Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, into.resolve(entry.getLinkName()).normalize());
        } else {
            Files.copy(tar, target);
            Files.setPosixFilePermissions(target, (entry.getMode() & EXECUTABLE) != 0 ? PROGRAM : PLAIN);
        }
    }

    private static InputStream resource(String name) throws IOException {
        @Nullable InputStream in = PostgresBinaries.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is missing from the class path");
        }
        return in;
    }
}
