package dev.tidegate.rollout.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A chain of records in which each holds the hash of the one before, so that none can be changed, taken out or put in
 * between without every later hash being wrong. Cutting off the end is seen by whoever has kept a later hash.
 */
public final class AuditChain {
    public static final String GENESIS = "0".repeat(64);

    private AuditChain() {}

    /**
     * The record that comes after another. Times are kept in microseconds.
     *
     * @param number of the record before; 0 when there is none
     * @param before its hash; {@link #GENESIS} when there is none
     */
    public static AuditRecord next(long number, String before, AuditEntry entry) {
        Instant kept = entry.at().truncatedTo(ChronoUnit.MICROS);
        String hash = hash(
                number + 1,
                kept,
                entry.actor(),
                entry.tenant(),
                entry.action(),
                entry.subject(),
                entry.detail(),
                before);
        return new AuditRecord(
                number + 1,
                kept,
                entry.actor(),
                entry.tenant(),
                entry.action(),
                entry.subject(),
                entry.detail(),
                before,
                hash);
    }

    /**
     * Checks records that follow each other.
     *
     * @param before hash of the record before the first of them; {@link #GENESIS} at the beginning
     * @param number of the first of them
     * @return what is wrong first; empty when nothing is
     */
    public static Optional<String> verify(List<AuditRecord> records, String before, long number) {
        String expected = before;
        long next = number;
        for (AuditRecord record : records) {
            if (record.number() != next) {
                return Optional.of("record " + next + " is missing: after " + (next - 1) + " comes " + record.number());
            }
            if (!record.before().equals(expected)) {
                return Optional.of("record " + next + " does not follow the one before it");
            }
            String hash = hash(
                    record.number(),
                    record.at(),
                    record.actor(),
                    record.tenant(),
                    record.action(),
                    record.subject(),
                    record.detail(),
                    record.before());
            if (!hash.equals(record.hash())) {
                return Optional.of("record " + next + " was changed after it was written");
            }
            expected = hash;
            next++;
        }
        return Optional.empty();
    }

    private static String hash(
            long number,
            Instant at,
            String actor,
            String tenant,
            String action,
            String subject,
            String detail,
            String before) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES + Long.BYTES + Integer.BYTES)
                    .putLong(number)
                    .putLong(at.getEpochSecond())
                    .putInt(at.getNano())
                    .flip());
            for (String field : List.of(actor, tenant, action, subject, detail, before)) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
