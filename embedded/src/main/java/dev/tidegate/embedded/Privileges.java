package dev.tidegate.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How PostgreSQL's programs are run: it refuses to work as root, and containers and test machines often have nothing
 * else. The data stays readable to its owner alone in every case.
 */
enum Privileges {
    /** An ordinary user runs them as they are. */
    AS_WE_ARE(0),
    /** In a user namespace of their own, where root has no name and no power but still owns its files. */
    USER_NAMESPACE(0),
    /**
     * As nobody, where user namespaces are forbidden. The one capability left lets it reach its files below directories
     * that only root may enter; the files themselves are given to nobody.
     */
    AS_NOBODY(65534);

    private final int owner;

    Privileges(int owner) {
        this.owner = owner;
    }

    private List<String> prefix() {
        return switch (this) {
            case AS_WE_ARE -> List.of();
            case USER_NAMESPACE -> List.of("unshare", "-U");
            case AS_NOBODY ->
                List.of(
                        "setpriv",
                        "--reuid=" + owner,
                        "--regid=" + owner,
                        "--clear-groups",
                        "--inh-caps=+dac_override",
                        "--ambient-caps=+dac_override");
        };
    }

    /**
     * The way that works for this process on this machine, found by trying.
     *
     * @throws EmbeddedException when it runs as root and neither way out of that is there
     */
    static Privileges ofThisProcess() {
        if (!isRoot()) {
            return AS_WE_ARE;
        }
        if (USER_NAMESPACE.works()) {
            return USER_NAMESPACE;
        }
        if (AS_NOBODY.works()) {
            return AS_NOBODY;
        }
        throw new EmbeddedException("PostgreSQL does not run as root, and neither unshare -U nor setpriv works here;"
                + " run Tidegate as another user, or install the package util-linux");
    }

    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException ignored) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private boolean works() {
        try {
            return Command.run(command(List.of("true")), null).succeeded();
        } catch (IOException ignored) {
            return false; // the program is not installed
        }
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix());
        whole.addAll(command);
        return whole;
    }

    /** Gives a directory to the user who will work in it, when root made or moved it. */
    void own(Path directory) throws IOException {
        if (this == AS_WE_ARE || Integer.valueOf(owner).equals(uid(directory))) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }

            // last, so that an interrupted walk starts over
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.setAttribute(visited, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Object uid(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
