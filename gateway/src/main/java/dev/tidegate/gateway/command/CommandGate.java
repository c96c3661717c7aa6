package dev.tidegate.gateway.command;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.model.log.LogUnavailableException;
import reactor.core.publisher.Mono;

/** Puts commands on the log and waits, within a bound, until the shards have carried them out. */
public interface CommandGate {
    /** Fails with {@link LogUnavailableException} when the log did not take the command everywhere it should go. */
    Mono<Applied> send(Command command, Target target);

    /** Which shards a command is for. */
    sealed interface Target {
        /** Every shard: silences have no scope. */
        record Everywhere() implements Target {}

        /** The shard of one partition. */
        record Partition(int number) implements Target {}

        Target EVERYWHERE = new Everywhere();
    }

    /** What became of a durable command. */
    enum Applied {
        /** The shards have taken it in; their rows say whether it was refused. */
        DONE,
        /** It is on the log and will be carried out, but the shards are behind. */
        PENDING
    }
}
