package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.RolloutStore.Answer;
import dev.tidegate.rollout.engine.RolloutStore.Asked;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
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
     * @param waiting who waits for an answer here; null when nobody does
     * @param number of who waits at another gateway; 0 when nobody does
     */
    record Item(RolloutCommand command, Sinks.@Nullable One<RolloutReply> waiting, long number) {
        /** An answer that may be given once what it led to is written. */
        Due answeredWith(RolloutReply reply) {
            return new Due(this, reply);
        }
    }

    /** An answer, and who gets it. */
    record Due(Item item, RolloutReply reply) {
        void give() {
            Sinks.One<RolloutReply> waiting = item.waiting();
            if (waiting != null) {
                // who hung up does not hear it
                Sinks.EmitResult unused = waiting.tryEmitValue(reply);
            }
        }

        /** Those for other gateways, as they are written. */
        static List<Answer> elsewhere(List<Due> all) {
            return all.stream()
                    .filter(one -> one.item().number() != 0)
                    .map(one -> new Answer(one.item().number(), one.reply()))
                    .toList();
        }
    }

    /** From the world; nobody waits for an answer. */
    void tell(RolloutCommand command) {
        put(new Item(command, null, 0));
    }

    /** From a person at this gateway; the answer comes when what it led to is written. */
    Mono<RolloutReply> ask(RolloutCommand command) {
        return Mono.defer(() -> {
            Sinks.One<RolloutReply> answer = Sinks.one();
            put(new Item(command, answer, 0));
            return answer.asMono();
        });
    }

    /** From a person at another gateway; what was taken before is not taken again. */
    void asked(Asked asked) {
        put(new Item(asked.command(), null, asked.number()));
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
