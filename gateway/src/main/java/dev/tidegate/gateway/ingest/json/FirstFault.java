package dev.tidegate.gateway.ingest.json;

import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.Refusals;
import org.jspecify.annotations.Nullable;

/** The first thing found wrong with the alert being read, if any. Reused from alert to alert. */
final class FirstFault {
    private @Nullable RefusalReason reason;
    private String field = "";
    private String words = "";

    void clear() {
        reason = null;
    }

    boolean isSet() {
        return reason != null;
    }

    void set(String where, RefusalReason why, String sentence) {
        if (reason == null) {
            reason = why;
            field = where;
            words = sentence;
        }
    }

    void report(int index, Refusals refusals) {
        if (reason != null) {
            refusals.add(index, field, reason, words);
        }
    }
}
