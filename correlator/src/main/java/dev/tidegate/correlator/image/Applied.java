package dev.tidegate.correlator.image;

import java.util.List;
import reactor.core.publisher.Mono;

/** How far the shards have come, as committed. */
public interface Applied {
    /** By partition, the offset after the latest record whose rows are committed; 0 for a shard nobody had yet. */
    Mono<List<Long>> nextOffsets(int partitions);
}
