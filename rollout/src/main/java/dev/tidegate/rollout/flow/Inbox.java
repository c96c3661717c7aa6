package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutStore.Asked;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** What people and the world say to a rollout, in the order in which it was said. Anybody may put in; one lane takes out. */
final class Inbox {
    private final Scheduler lane;
    private final Queue<Item> items = new ConcurrentLinkedQueue<>();
    private final Set<Long> taken = new HashSet<>();
    private final Sinks.Many<Boolean> wake = Sinks.many().multicast().directBestEffort();

    Inbox(Scheduler lane) {
        this.lane = lane;
    }

    /**
     * Something that was said.
     *
     * @param number under which a person asked for it; 0 when the world says it
     */
    record Item(RolloutCommand command, long number) {}

    /** From the world; nobody waits for an answer. */
    void tell(RolloutCommand command) {
        put(new Item(command, 0));
    }

    /** From a person, as it is written down; what was taken before is not taken again. */
    void asked(Asked asked) {
        put(new Item(asked.command(), asked.number()));
    }

    private void put(Item item) {
        items.add(item);
        if (!lane.isDisposed()) {
            // a wake-up that gets lost among others is made good by the next, or by the clock
            Disposable unused = lane.schedule(() -> {
                Sinks.EmitResult ignored = wake.tryEmitNext(true);
            });
        }
    }

    /** That there is something, on the lane. */
    Flux<Boolean> wakes() {
        return wake.asFlux();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /** The next; null when there is none. On the lane. */
    @Nullable
    Item next() {
        Item item = items.poll();
        while (item != null && item.number() != 0 && !taken.add(item.number())) {
            item = items.poll();
        }
        return item;
    }
}
