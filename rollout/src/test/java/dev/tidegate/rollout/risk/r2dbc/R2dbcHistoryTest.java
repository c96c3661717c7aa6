package dev.tidegate.rollout.risk.r2dbc;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.change.flow.Desk;
import dev.tidegate.rollout.change.flow.Examples;
import dev.tidegate.rollout.risk.Calibration;
import dev.tidegate.rollout.risk.Evidence;
import dev.tidegate.rollout.risk.History;
import dev.tidegate.rollout.risk.Risk;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class R2dbcHistoryTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void whatFailedBeforeRaisesTheScoreAndTheScoreIsMeasured() {
        double before =
                desk.created("c1", Examples.content("Raise the limit")).risk().probability();
        Instant ended = Examples.NOW.minusSeconds(3_600);
        for (int i = 0; i < 8; i++) {
            assertThat(done(desk.history.record(new History.Ended("r" + i, "c1", ended, i % 2 == 0))))
                    .isTrue();
        }
        assertThat(done(desk.history.record(new History.Ended("r0", "c1", ended, false))))
                .isFalse();

        History.Past past =
                done(desk.history.lookup(List.of("nova.compute", "other"), List.of("compute"), List.of("cmp10")));
        assertThat(past.runs()).isEqualTo(8);
        assertThat(past.fared())
                .containsExactly(
                        new Evidence.History("state nova.compute", 8, 4), new Evidence.History("role compute", 8, 4));
        assertThat(past.last()).contains(ended);

        Risk after = desk.created("c2", Examples.content("Raise it again")).risk();
        assertThat(after.probability()).isGreaterThan(before);
        assertThat(after.factors())
                .extracting(Risk.Factor::words)
                .anyMatch(words -> words.startsWith("state nova.compute failed in 4 of 8 runs"))
                .contains("its nodes were changed 1 hour before");

        Calibration calibration = done(desk.history.calibration());
        assertThat(calibration.changes()).isEqualTo(8);
        assertThat(calibration.logLoss())
                .isCloseTo(-(Math.log(before) + Math.log(1 - before)) / 2, Offset.offset(1e-9));

        assertThat(done(desk.history.record(new History.Ended("r1", "c1", ended, true))))
                .as("it was taken back later")
                .isTrue();
        assertThat(done(desk.history.lookup(List.of("nova.compute"), List.of(), List.of()))
                        .failures())
                .isEqualTo(5);
    }

    @Test
    void openIncidentsOnItsNodesCount() {
        done(desk.database.use(connection -> Database.update(connection, """
                insert into incident (id, partition, tenant, site, number, state, severity, severity_rank, title, head,
                                      opened_at, updated_at, alert_count, firing_count, node_count, nodes, explanation,
                                      version)
                     select 'i' || n, 0, 'acme', 'eu1', n, s, 'critical', 0, 't', 'h', now(), now(), 1, 1, 1,
                            array[h], '{}', 1
                       from (values (1, 'open', 'cmp10'), (2, 'acknowledged', 'cmp11'), (3, 'closed', 'cmp12'),
                                    (4, 'open', 'dbs10')) as v (n, s, h)""")));
        assertThat(done(desk.history.on("acme", List.of("cmp10", "cmp11", "cmp12"))))
                .isEqualTo(2);
        assertThat(done(desk.history.on("other", List.of("cmp10")))).isZero();
    }
}
