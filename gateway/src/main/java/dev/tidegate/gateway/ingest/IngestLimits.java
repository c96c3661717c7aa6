package dev.tidegate.gateway.ingest;

import java.time.Duration;

/**
 * What one request and one alert may hold. Everything beyond is refused with a sentence and counted in {@code
 * tidegate_ingest_refused_total}.
 *
 * @param bodyBytes longest body, also after gunzip
 * @param inFlightBytes memory of all bodies being received and records not yet confirmed by the log
 * @param batchAlerts alerts of one request that are taken; those after them are refused
 * @param batchScopes different sites in one request; each becomes a record of its own
 * @param labels labels of one alert; its annotations are counted apart, by the same number
 * @param nameBytes longest name of a label or annotation
 * @param valueBytes longest value of a label
 * @param textBytes longest value of an annotation, and longest generator URL
 * @param alertBytes all names and values of one alert together
 * @param recordBytes a record that has become this long is closed and another is begun, so that no record is longer
 *     than this plus {@code alertBytes}
 * @param jsonDepth how deep JSON may nest
 * @param namedErrors bad alerts that an answer names one by one; the others are only counted
 * @param bodyWait how long a sender may take to send its body
 * @param appendWait how long a sender waits for the log before it is told 503
 */
public record IngestLimits(
        int bodyBytes,
        long inFlightBytes,
        int batchAlerts,
        int batchScopes,
        int labels,
        int nameBytes,
        int valueBytes,
        int textBytes,
        int alertBytes,
        int recordBytes,
        int jsonDepth,
        int namedErrors,
        Duration bodyWait,
        Duration appendWait) {
    private static final int KIB = 1024;

    public static final IngestLimits DEFAULT = new IngestLimits(
            16 * KIB * KIB,
            64L * KIB * KIB,
            10_000,
            256,
            64,
            256,
            4 * KIB,
            16 * KIB,
            256 * KIB,
            512 * KIB,
            32,
            20,
            Duration.ofSeconds(30),
            Duration.ofSeconds(5));

    public IngestLimits withBodyBytes(int bytes) {
        return new IngestLimits(
                bytes,
                inFlightBytes,
                batchAlerts,
                batchScopes,
                labels,
                nameBytes,
                valueBytes,
                textBytes,
                alertBytes,
                recordBytes,
                jsonDepth,
                namedErrors,
                bodyWait,
                appendWait);
    }

    public IngestLimits withInFlightBytes(long bytes) {
        return new IngestLimits(
                bodyBytes,
                bytes,
                batchAlerts,
                batchScopes,
                labels,
                nameBytes,
                valueBytes,
                textBytes,
                alertBytes,
                recordBytes,
                jsonDepth,
                namedErrors,
                bodyWait,
                appendWait);
    }

    public IngestLimits withWaits(Duration forBody, Duration forAppend) {
        return new IngestLimits(
                bodyBytes,
                inFlightBytes,
                batchAlerts,
                batchScopes,
                labels,
                nameBytes,
                valueBytes,
                textBytes,
                alertBytes,
                recordBytes,
                jsonDepth,
                namedErrors,
                forBody,
                forAppend);
    }
}
