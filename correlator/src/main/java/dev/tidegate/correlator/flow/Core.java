package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.ShardRunner;
import dev.tidegate.correlator.shard.ShardStats;
import dev.tidegate.model.log.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The deterministic part of a lane, as the lane sees it: {@link ShardRunner}, or a simpler one where the lane is tested. */
interface Core {
    Changes take(List<EventLog.Entry> batch);

    Optional<Instant> due();

    ShardStats stats();

    /** Makes a core that goes on where the rows left off. */
    interface Factory {
        Core restore(ShardImage image);
    }

    /** Until a policy comes on the log, and with it a place in it, all shards decide by the same one. */
    static Factory runners(CommandCodec commands) {
        return image -> {
            ShardRunner runner = ShardRunner.watched(image, Policy.DEFAULT, commands);
            return new Core() {
                @Override
                public Changes take(List<EventLog.Entry> batch) {
                    return runner.take(batch);
                }

                @Override
                public Optional<Instant> due() {
                    return runner.due();
                }

                @Override
                public ShardStats stats() {
                    return runner.stats();
                }
            };
        };
    }
}
