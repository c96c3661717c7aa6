package dev.tidegate.rollout.target.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The programs of a command target, each with its arguments, started without a shell. {@code {node}}, {@code {revision}},
 * {@code {repository}}, {@code {states}}, {@code {order}}, {@code {rollout}} and, for tests, {@code {command}} stand for what
 * is known of the order.
 *
 * @param command brings a node to the revision; exit code 0 when it did
 * @param proof prints the revision that a node has
 * @param test runs a test command; exit code 0 when it passed
 * @param unreachable exit codes that say that the node could not be reached; ssh has 255
 * @param concurrency how many run at once
 * @param directory where it is kept what was begun; the same after a restart
 */
public record CommandSettings(
        String name,
        List<String> command,
        List<String> proof,
        List<String> test,
        Set<Integer> unreachable,
        int concurrency,
        Path directory) {
    public static final int CONCURRENCY = 10;
    public static final int MOST_AT_ONCE = 200;
    public static final Set<Integer> UNREACHABLE = Set.of(255);

    public CommandSettings {
        command = List.copyOf(command);
        proof = List.copyOf(proof);
        test = List.copyOf(test);
        unreachable = Set.copyOf(unreachable);
        if (command.isEmpty() || proof.isEmpty()) {
            throw new IllegalArgumentException("a command and a proof are needed, each with its program");
        }
        if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
            throw new IllegalArgumentException("concurrency must be from 1 to " + MOST_AT_ONCE);
        }
        Line.check(command, false);
        Line.check(proof, false);
        Line.check(test, true);
    }
}
