package dev.tidegate.rollout.change.flow;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.change.Approval.Side;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.review.ReviewFeed.Moved;
import dev.tidegate.rollout.review.ReviewFeed.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What becomes of a change when something moves at its review. */
class ReviewRoundsTest {
    private static final Content CONTENT = Examples.content(
            "Raise the limit", "{role=\"compute\"}", Examples.START, new Origin.Gerrit("gerrit", 12, 1, Examples.NEW));
    private static final Moved NEWER = new Moved("gerrit", 12, 2, Examples.OLD, Standing.OPEN);

    private final Desk desk = new Desk();
    private final ReviewRounds rounds = new ReviewRounds(desk.book, Flux.never(), () -> desk.now, desk.meters);

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aNewPatchSetVoidsTheAnswersOnceWhoeverHearsIt() {
        desk.approved("c1", CONTENT);
        assertThat(done(rounds.heard(NEWER))).isEqualTo(1);
        assertThat(done(rounds.heard(NEWER))).isZero();

        assertThat(desk.change("c1").state(desk.now)).isEqualTo(ChangeState.REFUSED);
        assertThat(done(desk.book.timeline("c1", 100)).getLast())
                .satisfies(record -> assertThat(record.action()).isEqualTo("change.refused"))
                .extracting(AuditRecord::actor)
                .isEqualTo("tidegate");
        assertThat(Desk.refusal(desk.yes("c1", Examples.SAM, Side.SUPPORT)))
                .startsWith(
                        "tidegate has refused this revision: patch set 2 (" + Examples.OLD + ") has taken the place");
        Content next = Examples.content(
                "Raise the limit",
                "{role=\"compute\"}",
                Examples.START,
                new Origin.Gerrit("gerrit", 12, 2, Examples.OLD));
        assertThat(done(desk.changes.edit("c1", Examples.ANN, next)).kept().state(desk.now))
                .isEqualTo(ChangeState.DRAFT);
    }

    @Test
    void whatIsNotAboutItChangesNothing() {
        desk.approved("c1", CONTENT);
        assertThat(done(rounds.heard(new Moved("gerrit", 12, 1, Examples.NEW, Standing.MERGED))))
                .isZero();
        assertThat(done(rounds.heard(new Moved("gerrit", 13, 2, Examples.OLD, Standing.OPEN))))
                .isZero();
        assertThat(done(rounds.heard(new Moved("other", 12, 2, Examples.OLD, Standing.OPEN))))
                .isZero();
        assertThat(desk.change("c1").state(desk.now)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void whatWasCarriedOutAlreadyStaysAsItIs() {
        desk.approved("c1", CONTENT);
        done(desk.book.began("c1", CONTENT.hash(), "r1", desk.now));
        done(desk.book.ended("c1", "r1", desk.now));
        assertThat(done(rounds.heard(NEWER))).isZero();
    }
}
