package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.correlator.policy.Policy;

/** How a policy is written into the shard's row: JSON, read back equal. */
public interface PolicyText {
    String write(Policy policy);

    Policy read(String json);
}
