package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.MalformedRecordException;
import dev.tidegate.model.log.RecordKind;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Where a log says that its shard was loaded from rows; see {@link Command.Loaded}. Rows do not hold all that memory knows
 * (when what fires was last repeated, how dense a storm is), so a shard that was loaded somewhere goes on a little
 * otherwise than one that was not. Who reads the log again loads the shard at the same places.
 */
public final class Loads {
    private final CommandCodec codec;
    private final NavigableSet<Long> offsets = new TreeSet<>();
    private long readTo;

    public Loads(CommandCodec codec) {
        this.codec = codec;
    }

    /** Looks through records; they may lie far ahead of those that are being decided. */
    public void read(List<EventLog.Entry> batch) {
        for (EventLog.Entry entry : batch) {
            if (entry.offset() >= readTo) {
                read(entry.record());
                readTo = entry.offset() + 1;
            }
        }
    }

    private void read(byte[] record) {
        try {
            if (RecordKind.of(record) == RecordKind.COMMAND && codec.read(record) instanceof Command.Loaded loaded) {
                offsets.add(loaded.offset());
            }
        } catch (MalformedRecordException unused) {
            // it says nothing about loads, and is told when its turn comes
        }
    }

    /** Up to which offset the log was looked through. */
    public long readTo() {
        return readTo;
    }

    public boolean contains(long offset) {
        return offsets.contains(offset);
    }

    /** The next place after an offset where the shard was loaded. */
    public OptionalLong after(long offset) {
        Long next = offsets.higher(offset);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }
}
