package dev.tidegate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What Linux says of a process, ours or not.
 *
 * @param program name of its executable, shortened to 15 characters
 * @param runs false for a zombie, which has ended, only nobody has asked how; where nobody asks orphans it stays for ever
 */
record ProcessStat(String program, boolean runs) {

    /** Empty when there is no process of this number. */
    static Optional<ProcessStat> of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.UTF_8);
            int end = stat.lastIndexOf(')'); // a name may have any characters, parentheses too
            return Optional.of(new ProcessStat(
                    stat.substring(stat.indexOf('(') + 1, end),
                    !stat.substring(end + 1).strip().startsWith("Z")));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            if (Files.exists(process)) {
                throw failure;
            }
            return Optional.empty(); // it ended while we read
        }
    }
}
