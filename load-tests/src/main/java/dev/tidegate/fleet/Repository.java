package dev.tidegate.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo's Git repository: two commits, each by one trusted person and reviewed by another.
 *
 * @param former commit hash that nodes begin with
 * @param wanted commit hash that a change brings
 */
public record Repository(Path path, String former, String wanted) {
    /** Whose commits and reviews count. */
    public static final String TRUSTED = "ada@tidegate.example, rita@tidegate.example";

    private static final String REVIEWED = "Reviewed-by: Rita <rita@tidegate.example>";

    /** Makes it in a directory that is not there yet, with the git of this machine. */
    public static Repository create(Path path) throws IOException, InterruptedException {
        Files.createDirectories(path);
        git(path, "init", "-q", "-b", "main");
        git(path, "config", "user.name", "Ada");
        git(path, "config", "user.email", "ada@tidegate.example");
        git(path, "config", "commit.gpgsign", "false");
        String former = commit(path, 4, "Begin with four workers");
        String wanted = commit(path, 16, "Answer requests faster with more workers");
        return new Repository(path, former, wanted);
    }

    private static String commit(Path path, int workers, String message) throws IOException, InterruptedException {
        Files.writeString(path.resolve("service.sls"), "service:\n  workers: " + workers + "\n");
        git(path, "add", "service.sls");
        git(path, "commit", "-q", "-m", message, "-m", REVIEWED);
        return git(path, "rev-parse", "HEAD");
    }

    private static String git(Path path, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", path.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }
}
