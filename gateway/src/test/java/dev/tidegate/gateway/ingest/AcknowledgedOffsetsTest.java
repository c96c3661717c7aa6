package dev.tidegate.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.log.EventLog.Appended;
import org.junit.jupiter.api.Test;

class AcknowledgedOffsetsTest {
    @Test
    void remembersTheHighestOfEachPartition() {
        AcknowledgedOffsets offsets = new AcknowledgedOffsets(3);
        offsets.acknowledged(new Appended(0, 7));
        offsets.acknowledged(new Appended(0, 5));
        offsets.acknowledged(new Appended(2, 0));
        assertThat(offsets.snapshot()).containsExactly(7, AcknowledgedOffsets.NOTHING, 0);
    }
}
