package dev.tidegate.load;

import dev.tidegate.storm.send.Wire;
import dev.tidegate.storm.timeline.Batch;
import dev.tidegate.storm.timeline.Message;
import dev.tidegate.storm.timeline.Notifier;
import dev.tidegate.storm.timeline.StampClock;
import dev.tidegate.storm.timeline.StormSpec;
import dev.tidegate.storm.timeline.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Request bodies without end: storm after storm from the generator, each with the next seed, in batches of exactly 64
 * alerts. Used by one thread at a time, as Gatling's feeders are.
 */
final class StormFeed implements Iterator<Map<String, Object>> {
    /** The session attribute that holds a body. */
    static final String BODY = "alerts";

    private final LoadSettings settings;
    private Wire wire = new Wire();
    private Iterator<Batch> storm = List.<Batch>of().iterator();
    private Iterator<Message> messages = List.<Message>of().iterator();
    private long nextSeed;

    StormFeed(LoadSettings settings) {
        this.settings = settings;
        this.nextSeed = settings.seed();
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Map<String, Object> next() {
        List<Message> batch = new ArrayList<>(Notifier.BATCH);
        while (batch.size() < Notifier.BATCH) {
            if (messages.hasNext()) {
                batch.add(messages.next());
            } else if (storm.hasNext()) {
                messages = storm.next().messages().iterator();
            } else {
                // alerts of two storms never share a body: a wire knows the alerts of one storm only
                batch.clear();
                begin();
            }
        }
        return Map.of(BODY, wire.body(new Batch(0, 0, Batch.Delivery.PROMPT, batch)));
    }

    private void begin() {
        long messagesWanted = settings.rate() * settings.duration().toSeconds();
        Timeline timeline = Timeline.of(new StormSpec(settings.nodes(), nextSeed, Optional.empty(), messagesWanted));
        storm = new Notifier(timeline, nextSeed, StampClock.paced(Instant.now(), settings.rate()));
        wire = new Wire();
        nextSeed++;
    }
}
