package dev.tidegate.rollout.review.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A bare repository and a clone of it, changed by the git of this machine, so that two implementations must agree. */
public final class Repo {
    public static final String ALICE = "alice@example.org";
    public static final String BOB = "bob@example.org";
    static final String CAROL = "carol@example.org";

    private final Path home;
    private final Path work;
    public final Path bare;

    public Repo(Path home) {
        this.home = home;
        this.work = home.resolve("work");
        this.bare = home.resolve("infra.git");
        run(home, Map.of(), "git", "init", "-q", "--bare", "-b", "main", bare.toString());
        run(home, Map.of(), "git", "clone", "-q", bare.toString(), work.toString());
        run(work, Map.of(), "git", "checkout", "-q", "-B", "main");
    }

    /** Runs git in the clone. */
    public String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(work, Map.of(), command.toArray(String[]::new));
    }

    /** Runs git in the bare repository. */
    public String served(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return run(bare, Map.of(), command.toArray(String[]::new));
    }

    void write(String file, String text) {
        try {
            Path path = work.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A commit of all that was written, on the branch of the clone; its hash. */
    public String commit(String author, String committer, String message, String... options) {
        git("add", "-A");
        List<String> command = new ArrayList<>(List.of("git", "commit", "-q", "--allow-empty", "-m", message));
        command.addAll(List.of(options));
        run(
                work,
                Map.of(
                        "GIT_AUTHOR_NAME", author,
                        "GIT_AUTHOR_EMAIL", author,
                        "GIT_COMMITTER_NAME", committer,
                        "GIT_COMMITTER_EMAIL", committer),
                command.toArray(String[]::new));
        return git("rev-parse", "HEAD");
    }

    /** Writes a key pair, and gives the options that sign a commit with it. */
    String[] key(String name) {
        Path file = home.resolve(name);
        run(home, Map.of(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file.toString());
        return new String[] {"-S" + file};
    }

    String publicKey(String name) {
        try {
            return Files.readString(home.resolve(name + ".pub")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void push(String... refs) {
        List<String> command = new ArrayList<>(List.of("push", "-q", "-f", "origin"));
        command.addAll(List.of(refs));
        git(command.toArray(String[]::new));
    }

    private String run(Path directory, Map<String, String> more, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "HOME", home.toString(),
                            "GIT_CONFIG_NOSYSTEM", "1",
                            "GIT_CONFIG_COUNT", "1",
                            "GIT_CONFIG_KEY_0", "gpg.format",
                            "GIT_CONFIG_VALUE_0", "ssh",
                            "GIT_AUTHOR_NAME", "Test",
                            "GIT_AUTHOR_EMAIL", "test@example.org",
                            "GIT_COMMITTER_NAME", "Test",
                            "GIT_COMMITTER_EMAIL", "test@example.org"));
            builder.environment().putAll(more);
            Process process = builder.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
