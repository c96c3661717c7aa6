package dev.tidegate.gateway.ingest.json;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertTimes;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.Sentences;
import dev.tidegate.model.Micros;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Alerts of Alertmanager's shape, from the bytes of a JSON body straight into the binary records of the log:
 *
 * <pre>
 * {"labels": {"name": "value"}, "annotations": {"name": "value"},
 *  "startsAt": "2026-03-01T10:20:30Z", "endsAt": "…", "generatorURL": "…", "status": "firing"}
 * </pre>
 *
 * <p>This is the hot path of the gateway. Nothing in it makes a string, a map or an alert object: labels are slices of
 * the body, sorted in place, looked up in the record's dictionary as bytes, and hashed to the fingerprint as bytes. Only
 * a refusal allocates.
 *
 * <p>What is not JSON ends the whole body with {@link MalformedJsonException}. What is JSON but no proper alert refuses
 * that alert, with its first fault, and goes on with the next. Unknown members are ignored; of values given twice the
 * last counts, and two objects of labels add up, as in Go. Not thread-safe; made to be reused, one per thread.
 */
public final class AlertDecoder {
    private static final byte[] LABELS = utf8("labels");
    private static final byte[] ANNOTATIONS = utf8("annotations");
    private static final byte[] STARTS_AT = utf8("startsAt");
    private static final byte[] ENDS_AT = utf8("endsAt");
    private static final byte[] GENERATOR_URL = utf8("generatorURL");
    private static final byte[] STATUS = utf8("status");
    private static final byte[] RESOLVED = utf8("resolved");

    private final IngestLimits limits;
    private final boolean saysStatus;
    private final long hold;
    private final byte[][] texts;
    private final JsonCursor json;
    private final FirstFault fault = new FirstFault();
    private final PairReader labels;
    private final PairReader annotations;
    private final AlertEmitter emitter;

    // of the alert being read
    private int urlFrom;
    private int urlTo;
    private long startsAt;
    private long endsAt;
    private boolean resolved;

    public AlertDecoder(IngestLimits limits, AlertShape shape) {
        this.limits = limits;
        saysStatus = shape.saysStatus();
        hold = TimeUnit.MILLISECONDS.toMicros(shape.hold().toMillis());
        texts = shape.textNames();
        json = new JsonCursor(limits.jsonDepth());
        labels = new PairReader("labels", limits.labels(), limits.nameBytes(), limits.valueBytes());
        annotations = new PairReader("annotations", limits.labels(), limits.nameBytes(), limits.textBytes());
        emitter = new AlertEmitter(limits.labels());
    }

    /** The cursor, to find the alerts in a larger document with; reset it before and clear it after. */
    public JsonCursor json() {
        return json;
    }

    /** Reads an array of alerts at the cursor. */
    public void readArray(AlertBatches into) {
        json.open('[');
        int index = 0;
        int over = 0;
        for (; json.more(']', index == 0); index++) {
            if (index < limits.batchAlerts()) {
                readAlert(index, into);
            } else {
                json.skip();
                over++;
            }
        }
        if (over > 0) {
            into.refusals()
                    .addAll(limits.batchAlerts(), over, RefusalReason.BATCH_TOO_LARGE, Sentences.batchTooLarge(limits));
        }
    }

    /** Reads one alert at the cursor. */
    public void readAlert(int index, AlertBatches into) {
        clear();
        if (json.peek() != '{') {
            json.skip();
            fault.set("", RefusalReason.WRONG_TYPE, "expected an object");
        } else {
            json.open('{');
            for (boolean first = true; json.more('}', first); first = false) {
                json.name();
                member();
            }
            settleTimes(into.now());
        }
        if (labels.pairs().allEmpty()) {
            fault.set("labels", RefusalReason.NO_LABELS, Sentences.NO_LABELS);
        }
        if (labels.bytes() + annotations.bytes() + urlTo - urlFrom > limits.alertBytes()) {
            fault.set("", RefusalReason.ALERT_TOO_LARGE, Sentences.alertTooLarge(limits));
        }
        if (fault.isSet()) {
            fault.report(index, into.refusals());
        } else {
            emitter.emit(
                    index, json.bytes(), labels.pairs(), annotations.pairs(), urlFrom, urlTo, startsAt, endsAt, into);
        }
    }

    private void clear() {
        fault.clear();
        labels.clear();
        annotations.clear();
        urlFrom = 0;
        urlTo = 0;
        startsAt = Micros.NONE;
        endsAt = Micros.NONE;
        resolved = false;
    }

    private void member() {
        if (json.is(LABELS)) {
            labels.read(json, fault);
        } else if (json.is(ANNOTATIONS)) {
            annotations.read(json, fault);
        } else if (json.is(STARTS_AT)) {
            startsAt = time("startsAt", startsAt);
        } else if (json.is(ENDS_AT)) {
            endsAt = time("endsAt", endsAt);
        } else if (json.is(GENERATOR_URL)) {
            generatorUrl();
        } else if (saysStatus && json.is(STATUS)) {
            resolved = text("status") && json.is(RESOLVED);
        } else {
            other();
        }
    }

    private void other() {
        for (byte[] name : texts) {
            if (json.is(name)) {
                int from = json.from();
                int to = json.to();
                if (json.peek() == '"' && !annotations.pairs().has(json.bytes(), from, to)) {
                    annotations.readValue(json, from, to, fault);
                    return;
                }
                break;
            }
        }
        json.skip();
    }

    private void settleTimes(long now) {
        if (saysStatus) {
            startsAt = AlertTimes.start(startsAt, resolved ? endsAt : Micros.NONE, now);
            // a sender whose clock is ahead may not end an alert before it began
            endsAt = Math.max(startsAt, AlertTimes.endOf(resolved, endsAt, now, hold));
            return;
        }
        startsAt = AlertTimes.start(startsAt, endsAt, now);
        if (endsAt != Micros.NONE && endsAt < startsAt) {
            fault.set("startsAt", RefusalReason.START_AFTER_END, AlertTimes.START_AFTER_END);
        }
    }

    private long time(String field, long before) {
        if (!text(field)) {
            return before;
        }
        long micros = Rfc3339.parse(json.bytes(), json.from(), json.to());
        if (micros == Rfc3339.BAD) {
            String said = new String(json.bytes(), json.from(), json.to() - json.from(), StandardCharsets.UTF_8);
            fault.set(
                    field,
                    RefusalReason.BAD_TIME,
                    "\"" + Sentences.shortened(said) + "\" is not a time like 2026-03-01T10:20:30Z");
            return Micros.NONE;
        }
        return micros;
    }

    private void generatorUrl() {
        if (!text("generatorURL")) {
            return;
        }
        urlFrom = json.from();
        urlTo = json.to();
        if (urlTo - urlFrom > limits.textBytes()) {
            fault.set(
                    "generatorURL",
                    RefusalReason.VALUE_TOO_LONG,
                    Sentences.valueTooLong(urlTo - urlFrom, limits.textBytes()));
        } else if (!json.sound()) {
            fault.set("generatorURL", RefusalReason.BAD_UTF8, Sentences.BAD_UTF8);
        } else if (json.hasNul()) {
            fault.set("generatorURL", RefusalReason.NUL_CHARACTER, Sentences.NUL);
        }
    }

    /** Takes a string; null counts as not given, anything else is a fault. */
    private boolean text(String field) {
        if (json.peek() == '"') {
            json.string();
            return true;
        }
        boolean absent = json.peek() == 'n';
        json.skip();
        if (!absent) {
            fault.set(field, RefusalReason.WRONG_TYPE, "expected a string");
        }
        return false;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
