package dev.tidegate.rollout;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Calls that may block a reactive thread in tests, each for a reason. */
public final class Allowances implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        // a login's nonce comes from /dev/urandom, which never waits
        builder.allowBlockingCallsInside("com.ongres.scram.client.ScramClient$Builder", "build");
        // Netty's allocator grows under a lock that is held for the time of copying an array
        builder.allowBlockingCallsInside(
                "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
    }
}
