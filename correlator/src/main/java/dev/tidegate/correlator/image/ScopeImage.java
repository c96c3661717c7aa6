package dev.tidegate.correlator.image;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a shard remembers of a scope beside its rows.
 *
 * @param lastNumber the number of the latest incident opened in it: numbers are never given twice
 * @param stormSince when storm mode began; null when calm
 */
public record ScopeImage(
        String tenant,
        String site,
        long lastNumber,
        @Nullable Instant stormSince) {}
