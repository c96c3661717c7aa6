package dev.tidegate.embedded;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * The one blocking call of a reactive login: the driver takes its nonce from the operating system's random numbers,
 * which on Linux is a read that never waits.
 */
public final class LoginNonce implements BlockHoundIntegration {
    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
    }
}
