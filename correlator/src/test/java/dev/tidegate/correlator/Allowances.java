package dev.tidegate.correlator;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Calls that may block a reactive thread in tests, each for a reason. */
public final class Allowances implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        // a login's nonce comes from /dev/urandom, which never waits
        builder.allowBlockingCallsInside("com.ongres.scram.client.ScramClient$Builder", "build");
        // Jackson prepares the reader of a type once, under a lock
        builder.allowBlockingCallsInside(
                "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer");
        // Netty's allocator grows under a lock that is held for the time of copying an array
        builder.allowBlockingCallsInside(
                "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
        // a log's producer is made once, before its first record; its classes may still have to be loaded
        builder.allowBlockingCallsInside("reactor.kafka.sender.internals.ProducerFactory", "createProducer");
    }
}
