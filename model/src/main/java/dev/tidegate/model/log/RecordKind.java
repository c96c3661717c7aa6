package dev.tidegate.model.log;

/** What a record of the alert log holds; the third byte of each record. */
public enum RecordKind {
    ALERTS(1),
    COMMAND(2);

    /** First byte of every record, so that foreign bytes are told apart at once. */
    public static final byte MAGIC = 'T';

    /** Second byte: readers refuse versions they do not know. */
    public static final byte VERSION = 1;

    private final byte code;

    RecordKind(int code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    /** The kind of a record; throws {@link MalformedRecordException} when it is not one of ours. */
    public static RecordKind of(byte[] record) {
        if (record.length < 3 || record[0] != MAGIC) {
            throw new MalformedRecordException("not a Tidegate record: it does not begin with 'T'");
        }
        if (record[1] != VERSION) {
            throw new MalformedRecordException(
                    "record version " + record[1] + " is not known here; the newest known is " + VERSION);
        }
        for (RecordKind kind : values()) {
            if (kind.code == record[2]) {
                return kind;
            }
        }
        throw new MalformedRecordException("record kind " + record[2] + " is not known here");
    }
}
