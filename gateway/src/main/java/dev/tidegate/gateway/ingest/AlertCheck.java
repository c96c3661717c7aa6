package dev.tidegate.gateway.ingest;

import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Holds an alert that exists as objects against the limits; the byte decoder does the same while it reads. */
final class AlertCheck {
    record Fault(String field, RefusalReason reason, String words) {}

    private AlertCheck() {}

    /** The first thing that is wrong, or null. */
    static @Nullable Fault check(Alert alert, IngestLimits limits) {
        if (alert.labels().isEmpty()) {
            return new Fault("labels", RefusalReason.NO_LABELS, Sentences.NO_LABELS);
        }
        if (alert.endsAt() != null && alert.endsAt().isBefore(alert.startsAt())) {
            return new Fault("startsAt", RefusalReason.START_AFTER_END, AlertTimes.START_AFTER_END);
        }
        Fault fault = pairs("labels", alert.labels(), limits.valueBytes(), limits);
        if (fault == null) {
            fault = pairs("annotations", alert.annotations(), limits.textBytes(), limits);
        }
        if (fault == null) {
            fault = value("generatorURL", alert.generatorUrl(), limits.textBytes());
        }
        if (fault == null
                && size(alert.labels()) + size(alert.annotations()) + length(alert.generatorUrl())
                        > limits.alertBytes()) {
            fault = new Fault("", RefusalReason.ALERT_TOO_LARGE, Sentences.alertTooLarge(limits));
        }
        return fault;
    }

    private static @Nullable Fault pairs(String field, Labels pairs, int valueBytes, IngestLimits limits) {
        if (pairs.size() > limits.labels()) {
            return new Fault(field, RefusalReason.TOO_MANY_LABELS, Sentences.tooMany(limits.labels()));
        }
        for (int i = 0; i < pairs.size(); i++) {
            String name = pairs.name(i);
            if (name.isEmpty()) {
                return new Fault(field, RefusalReason.EMPTY_NAME, Sentences.EMPTY_NAME);
            }
            if (length(name) > limits.nameBytes()) {
                return new Fault(field, RefusalReason.NAME_TOO_LONG, Sentences.nameTooLong(name, limits.nameBytes()));
            }
            if (name.indexOf('\0') >= 0) {
                return new Fault(field, RefusalReason.NUL_CHARACTER, Sentences.NUL);
            }
            Fault fault = value(field + "." + name, pairs.value(i), valueBytes);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable Fault value(String field, String value, int limit) {
        if (length(value) > limit) {
            return new Fault(field, RefusalReason.VALUE_TOO_LONG, Sentences.valueTooLong(length(value), limit));
        }
        return value.indexOf('\0') >= 0 ? new Fault(field, RefusalReason.NUL_CHARACTER, Sentences.NUL) : null;
    }

    private static int size(Labels pairs) {
        int sum = 0;
        for (int i = 0; i < pairs.size(); i++) {
            sum += length(pairs.name(i)) + length(pairs.value(i));
        }
        return sum;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
