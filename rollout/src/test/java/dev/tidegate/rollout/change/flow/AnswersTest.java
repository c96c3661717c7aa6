package dev.tidegate.rollout.change.flow;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static dev.tidegate.rollout.change.flow.Desk.refusal;
import static dev.tidegate.rollout.change.flow.Examples.ANN;
import static dev.tidegate.rollout.change.flow.Examples.CARL;
import static dev.tidegate.rollout.change.flow.Examples.MALLORY;
import static dev.tidegate.rollout.change.flow.Examples.SAM;
import static dev.tidegate.rollout.change.flow.Examples.START;
import static dev.tidegate.rollout.change.flow.Examples.SUE;
import static dev.tidegate.rollout.change.flow.Examples.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.Approval.Side;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Who answers to a change, in time or not, one after the other or at once. */
@Tag("slow")
class AnswersTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void nobodyApprovesTheirOwnNorAnOldContent() {
        Content first = content("Raise the limit");
        desk.created("c1", first);
        desk.staged("c1");
        assertThat(refusal(desk.yes("c1", ANN, Side.SUPPORT))).startsWith("nobody approves their own change: ann");

        done(desk.yes("c1", SUE, Side.SUPPORT));
        ChangeView edited = done(desk.changes.edit("c1", ANN, content("Raise the limit further")));

        assertThat(edited.kept().change().revision()).isEqualTo(2);
        assertThat(edited.kept().change().approvals()).isEmpty();
        assertThat(edited.obstacles()).containsExactly("revision 2 was not tried in staging yet");
        assertThat(refusal(desk.changes.answer("c1", CARL, Side.CUSTOMER, first.hash(), START, true, "")))
                .startsWith("this is not the content that was shown");
    }

    @Test
    void ofTwoWhoAnswerAtOnceNoneIsLost() {
        desk.created("c1", content("Raise the limit"));
        desk.staged("c1");

        Mono.zip(desk.yes("c1", SUE, Side.SUPPORT), desk.yes("c1", CARL, Side.CUSTOMER))
                .block(Desk.PATIENCE);

        assertThat(desk.change("c1").change().approvals()).hasSize(2);
        assertThat(desk.change("c1").state(desk.now)).isEqualTo(ChangeState.APPROVED);
    }

    @Test
    void overlappingChangesAreNamedAndNotApprovedBoth() {
        desk.approved("c1", content("Raise the limit"));
        Content other = content("Lower the limit", "{name=~\"cmp1.\"}", START.plusSeconds(60));
        ChangeView second = desk.created("c2", other);
        assertThat(second.facts().overlaps()).singleElement().satisfies(overlap -> {
            assertThat(overlap.nodes()).isEqualTo(10);
            assertThat(overlap.state()).isEqualTo("approved");
        });
        desk.staged("c2");

        assertThat(refusal(desk.yes("c2", SUE, Side.SUPPORT)))
                .contains(
                        "change c1 (Raise the limit), which is approved, touches 10 of the same nodes, cmp10 among them");

        done(desk.book.began("c1", desk.change("c1").change().content().hash(), "r1", desk.now));
        done(desk.book.ended("c1", "r1", desk.now));
        assertThat(done(desk.yes("c2", SUE, Side.SUPPORT)).obstacles()).isEmpty();
    }

    @Test
    void twoThatOverlapAndAreApprovedAtTheSameTimeAreNotApprovedBoth() {
        desk.created("c1", content("One"));
        desk.staged("c1");
        done(desk.yes("c1", SUE, Side.SUPPORT));
        desk.created("c2", content("Two", "{name=\"cmp15\"}", START));
        desk.staged("c2");
        done(desk.yes("c2", SUE, Side.SUPPORT));

        List<String> came = Mono.zip(
                        desk.yes("c1", CARL, Side.CUSTOMER)
                                .map(view -> "")
                                .onErrorResume(e -> Mono.just(String.valueOf(e.getMessage()))),
                        desk.yes("c2", CARL, Side.CUSTOMER)
                                .map(view -> "")
                                .onErrorResume(e -> Mono.just(String.valueOf(e.getMessage()))))
                .map(both -> List.of(both.getT1(), both.getT2()))
                .block(Desk.PATIENCE);

        assertThat(came).containsOnlyOnce("");
        assertThat(came).anySatisfy(reason -> assertThat(reason).contains("touches 1 of the same nodes, cmp15"));
    }

    @Test
    void aNoNeedsAReasonAndStandsAgainstWhatIsNotReadyToo() {
        desk.created("c1", content("Raise the limit"));
        Content content = desk.change("c1").change().content();
        assertThat(refusal(desk.changes.answer("c1", CARL, Side.CUSTOMER, content.hash(), START, false, "")))
                .isEqualTo("a refusal needs a reason");
        ChangeView refused =
                done(desk.changes.answer("c1", CARL, Side.CUSTOMER, content.hash(), START, false, "we sell that day"));
        assertThat(refused.kept().state(desk.now)).isEqualTo(ChangeState.REFUSED);
        assertThat(done(desk.changes.list(ANN, Optional.of(ChangeState.REFUSED), 10)))
                .hasSize(1);
    }

    @Test
    void whatNobodyHasApprovedInTimeExpires() {
        desk.created("c1", content("Raise the limit"));
        desk.now = START.plus(Duration.ofMinutes(61));
        assertThat(desk.change("c1").state(desk.now)).isEqualTo(ChangeState.EXPIRED);
        assertThat(done(desk.changes.list(ANN, Optional.of(ChangeState.EXPIRED), 10)))
                .hasSize(1);
        assertThat(refusal(desk.yes("c1", SUE, Side.SUPPORT))).contains("has passed; a new revision needs a new one");
    }

    @Test
    void whoIsWaitedForIsToldFromTheFirstAnswerToTheBeginning() {
        desk.created("c1", content("Raise the limit"));
        desk.staged("c1");
        assertThat(waits()).containsExactly("ANSWER SUPPORT false", "ANSWER CUSTOMER false");
        done(desk.yes("c1", SUE, Side.SUPPORT));
        assertThat(waits()).containsExactly("ANSWER CUSTOMER false");
        Wait answer = Wait.of(desk.change("c1"), desk.now).getFirst();
        assertThat(answer.isFor(CARL, desk.change("c1").change())).isTrue();
        assertThat(answer.isFor(SAM, desk.change("c1").change())).isFalse();
        desk.now = START.minus(Duration.ofMinutes(50));
        assertThat(waits()).containsExactly("ANSWER CUSTOMER true", "ESCALATION - true");
        done(desk.yes("c1", CARL, Side.CUSTOMER));
        assertThat(waits()).containsExactly("BEGIN - false");
        assertThat(done(desk.changes.waiting(MALLORY, 10))).isEmpty();
        assertThat(done(desk.changes.waiting(CARL, 10))).hasSize(1);
        done(desk.book.began("c1", desk.change("c1").change().content().hash(), "r1", desk.now));
        assertThat(waits()).isEmpty();
        assertThat(done(desk.changes.waiting(ANN, 10))).isEmpty();
    }

    private List<String> waits() {
        return Wait.of(desk.change("c1"), desk.now).stream()
                .map(wait -> wait.what() + " " + wait.side().map(Side::name).orElse("-") + " " + wait.pressing())
                .toList();
    }

    @Test
    void aStepThatCannotBeTakenBackNeedsTwoOfOurs() {
        Content plain = content("Migrate the database", "{role=\"database\"}", START);
        Content content = new Content(
                plain.title(),
                plain.reason(),
                plain.incident(),
                plain.origin(),
                plain.packages(),
                plain.states(),
                plain.selector(),
                plain.plan(),
                plain.seed(),
                plain.policy(),
                plain.impact(),
                List.of("the schema goes from 7 to 8"),
                plain.tests(),
                plain.slot());
        desk.machines.add(Examples.machine("stg12", "database", "lab", "default", true));
        desk.review.former = Optional.empty();
        desk.created("c1", content);
        desk.staged("c1");
        done(desk.yes("c1", SUE, Side.SUPPORT));
        ChangeView view = done(desk.yes("c1", CARL, Side.CUSTOMER));
        assertThat(view.kept().state(desk.now)).isEqualTo(ChangeState.WAITING);
        assertThat(view.proposal().approvers()).contains("a second validator");
        assertThat(done(desk.yes("c1", SAM, Side.SUPPORT)).kept().state(desk.now))
                .isEqualTo(ChangeState.APPROVED);
    }
}
