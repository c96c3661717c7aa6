package dev.tidegate.gateway.ingest;

import java.util.List;

/**
 * What one request came to.
 *
 * @param format name of the format it came in
 * @param records in the order they must reach the log
 */
public record Intake(String format, List<ScopedRecord> records) {
    public Intake {
        records = List.copyOf(records);
    }

    public int alerts() {
        return records.stream().mapToInt(ScopedRecord::alerts).sum();
    }

    public long bytes() {
        return records.stream().mapToLong(record -> record.record().length).sum();
    }
}
