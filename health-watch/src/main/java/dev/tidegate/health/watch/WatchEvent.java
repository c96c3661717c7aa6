package dev.tidegate.health.watch;

/**
 * A fact on its way to readers.
 *
 * @param watch id
 * @param seq number within the watch; rises, and has a gap where another process took over
 * @param kind see {@link WatchFact#kind}
 * @param json the fact in its public shape, UTF-8, without line breaks
 */
public record WatchEvent(String watch, String tenant, long seq, String kind, byte[] json) {}
