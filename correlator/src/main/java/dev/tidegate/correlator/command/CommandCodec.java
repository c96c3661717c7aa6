package dev.tidegate.correlator.command;

/** Commands as records of the log. */
public interface CommandCodec {
    /** A whole record, header included. */
    byte[] write(Command command);

    /**
     * Reads what {@link #write} wrote, by this or an older release; throws {@link
     * dev.tidegate.model.log.MalformedRecordException}, saying what is wrong, for anything else.
     */
    Command read(byte[] record);
}
