package dev.tidegate.gateway.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftOutTest {
    @Test
    void eachSenderIsToldOnceAndOnlySoManyAreRemembered() {
        LeftOut leftOut = new LeftOut();
        assertThat(leftOut.tell("alertmanager-webhook", "http://am-0", 3)).isTrue();
        assertThat(leftOut.tell("alertmanager-webhook", "http://am-0", 3)).isFalse();
        for (int sender = 1; sender < LeftOut.SENDERS; sender++) {
            assertThat(leftOut.tell("alertmanager-webhook", "http://am-" + sender, 3))
                    .isTrue();
        }
        assertThat(leftOut.tell("alertmanager-webhook", "http://one-too-many", 3))
                .isFalse();
    }
}
