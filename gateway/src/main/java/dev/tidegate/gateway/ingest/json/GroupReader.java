package dev.tidegate.gateway.ingest.json;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import java.nio.charset.StandardCharsets;

/** Reads one notification about a group of alerts; see {@link AlertBodies#readGroup}. */
final class GroupReader {
    private static final byte[] ALERTS = "alerts".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUNCATED = "truncatedAlerts".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXTERNAL_URL = "externalURL".getBytes(StandardCharsets.US_ASCII);
    private static final int SENDER_BYTES = 256;
    private static final int DIGITS = 9;

    private boolean found;
    private int leftOut;
    private String sender = "";

    AlertBodies.Group group() {
        return new AlertBodies.Group(leftOut, sender);
    }

    void read(AlertDecoder decoder, AlertBatches into) {
        JsonCursor json = decoder.json();
        json.open('{');
        for (boolean first = true; json.more('}', first); first = false) {
            json.name();
            if (!found && json.is(ALERTS)) {
                decoder.readArray(into);
                found = true;
            } else if (json.is(TRUNCATED)) {
                leftOut = wholeNumber(json);
            } else if (json.is(EXTERNAL_URL) && json.peek() == '"') {
                json.string();
                int to = Math.min(json.to(), json.from() + SENDER_BYTES);
                sender = new String(json.bytes(), json.from(), to - json.from(), StandardCharsets.UTF_8);
            } else {
                json.skip();
            }
        }
        if (!found) {
            throw new RefusedException(
                    RefusalReason.MISSING_FIELD, "the body has no member \"alerts\" with the alerts");
        }
    }

    /** The digits of the next value; 0 when it does not begin with any. What is wrong with it is told by the skipping. */
    private static int wholeNumber(JsonCursor json) {
        json.peek(); // steps over white space
        int at = json.position();
        json.skip();
        int number = 0;
        int end = Math.min(at + DIGITS, json.position()); // the body may end with it
        for (int i = at; i < end && Character.isDigit(json.bytes()[i]); i++) {
            number = number * 10 + json.bytes()[i] - '0';
        }
        return number;
    }
}
