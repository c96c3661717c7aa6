package dev.tidegate.gateway.read;

import dev.tidegate.correlator.image.SilenceImage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads silences. Each shard keeps a copy; the one changed latest is shown. */
public interface SilenceReads {
    Flux<SilenceImage> silences();

    /** Empty when there is none of this id. */
    Mono<SilenceImage> silence(String id);
}
