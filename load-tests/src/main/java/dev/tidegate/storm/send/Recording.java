package dev.tidegate.storm.send;

import dev.tidegate.storm.timeline.Batch;
import dev.tidegate.storm.timeline.Message;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A storm on file instead of on the wire: one line per alert message, {@code
 * {"labels":{},"annotations":{},"startsAt":"","endsAt":""}}, in the order of arrival, times simulated.
 */
public final class Recording {
    private Recording() {}

    /** Writes the whole storm as fast as the disk takes it; returns the number of lines. */
    public static long write(Path file, Iterator<Batch> storm, Ledger ledger) throws IOException {
        Wire wire = new Wire();
        long lines = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            while (storm.hasNext()) {
                Batch batch = storm.next();
                for (Message message : batch.messages()) {
                    out.write(wire.line(message));
                    lines++;
                }
                ledger.accepted(batch);
            }
        }
        return lines;
    }
}
