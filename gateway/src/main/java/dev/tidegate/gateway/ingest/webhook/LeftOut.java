package dev.tidegate.gateway.ingest.webhook;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs that a sender leaves alerts out, once for each of the first senders; the metric goes on counting. */
final class LeftOut {
    static final String ADVICE =
            "the sender left these alerts out of its notification; raise or remove max_alerts of its webhook";
    /** Senders that are remembered; those after them are only counted. */
    static final int SENDERS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LeftOut.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** True when this was the first time for the sender, and was logged. */
    boolean tell(String format, String sender, int alerts) {
        // two threads may both find room for one: a bound that is passed by a few is still a bound
        if (told.contains(sender) || told.size() >= SENDERS || !told.add(sender)) {
            return false;
        }
        LOG.warn(
                "{} at \"{}\" left {} alerts out of a notification: {}; said once for each sender, see"
                        + " tidegate_ingest_left_out_total",
                format,
                sender,
                alerts,
                ADVICE);
        return true;
    }
}
