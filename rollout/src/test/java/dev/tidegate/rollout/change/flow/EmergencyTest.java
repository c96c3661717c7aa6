package dev.tidegate.rollout.change.flow;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static dev.tidegate.rollout.change.flow.Desk.refusal;
import static dev.tidegate.rollout.change.flow.Examples.ANN;
import static dev.tidegate.rollout.change.flow.Examples.EVA;
import static dev.tidegate.rollout.change.flow.Examples.START;
import static dev.tidegate.rollout.change.flow.Examples.SUE;
import static dev.tidegate.rollout.change.flow.Examples.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Wait;
import dev.tidegate.rollout.change.Wait.What;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes that go without approvals, and what stops even those; windows and freezes. */
@Tag("slow")
class EmergencyTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void anEmergencyGoesInOnesOwnNameAndIsReviewedByAnother() {
        desk.created("c1", content("Raise the limit"));
        String hash = desk.change("c1").change().content().hash();

        ChangeView glass = done(desk.changes.breakGlass("c1", EVA, hash, "customers are down"));

        assertThat(glass.kept().state(desk.now)).isEqualTo(ChangeState.EMERGENCY);
        assertThat(glass.timeline().getLast().detail()).contains("was not tried in staging yet");
        assertThat(refusal(desk.changes.reviewEmergency("c1", EVA, "fine"))).contains("somebody else reviews it");
        assertThat(done(desk.changes.reviewEmergency("c1", SUE, "it was right"))
                        .kept()
                        .change()
                        .emergency()
                        .orElseThrow()
                        .reviewer())
                .contains("sue");
        desk.now = desk.now.plus(Duration.ofHours(25));
        assertThat(desk.change("c1").state(desk.now)).isEqualTo(ChangeState.EXPIRED);
    }

    @Test
    void anEmergencyNagsUntilSomebodyElseHasReviewedIt() {
        desk.created("c1", content("Raise the limit"));
        String hash = desk.change("c1").change().content().hash();
        done(desk.changes.breakGlass("c1", EVA, hash, "customers are down"));

        assertThat(Wait.of(desk.change("c1"), desk.now))
                .extracting(Wait::what)
                .containsExactly(What.REVIEW, What.BEGIN);
        Wait review = Wait.of(desk.change("c1"), desk.now).getFirst();
        assertThat(review.words())
                .startsWith("eva let it go as an emergency at ")
                .contains("customers are down");
        assertThat(review.isFor(EVA, desk.change("c1").change())).isFalse();
        assertThat(review.isFor(SUE, desk.change("c1").change())).isTrue();
        assertThat(desk.word("select string_agg(to_role, ' ' order by due_at) from reminder where about = 'REVIEW'"))
                .contains("VALIDATOR VALIDATOR VALIDATOR CUSTOMER_SUCCESS_MANAGER CUSTOMER_SUCCESS_MANAGER");

        Person bob = new Person("bob", "", Set.of(Person.Role.EXECUTOR));
        assertThat(refusal(desk.changes.breakGlass("c1", bob, hash, "in my name")))
                .as("nobody takes another's place, who could then review it")
                .contains("eva has let it go as an emergency", "waits for its review");
        assertThat(refusal(desk.changes.edit("c1", ANN, content("Forget about it"))))
                .contains("went as an emergency, and waits for its review");

        desk.now = desk.now.plus(Duration.ofHours(25));
        assertThat(done(desk.changes.waiting(SUE, 10)))
                .singleElement()
                .satisfies(kept -> assertThat(Wait.of(kept, desk.now))
                        .singleElement()
                        .satisfies(wait -> {
                            assertThat(wait.pressing()).isTrue();
                            assertThat(wait.words()).endsWith("which is overdue");
                        }));
        done(desk.changes.reviewEmergency("c1", SUE, "it was right"));
        assertThat(done(desk.changes.waiting(SUE, 10))).isEmpty();
        assertThat(done(desk.changes.edit("c1", ANN, content("Forget about it")))
                        .kept()
                        .change()
                        .revision())
                .isEqualTo(2);
    }

    @Test
    void notEvenAnEmergencyGoesThroughAFreeze() {
        desk.created("c1", content("Raise the limit"));
        desk.sheets(
                "{\"name\":\"sale\",\"zone\":\"UTC\",\"rules\":[{\"kind\":\"freeze\",\"from\":\"2026-11-20T00:00\",\"to\":\"2026-12-01T00:00\",\"reason\":\"black friday\"}]}");
        assertThat(refusal(desk.changes.breakGlass(
                        "c1", EVA, desk.change("c1").change().content().hash(), "now")))
                .contains("not even an emergency goes: everything is held now")
                .contains("frozen by \"sale: black friday\"");
    }

    @Test
    void aWindowInTheHourThatClocksSkipOrRepeatIsOpenWhenItIsOnTheWall() {
        // in Berlin clocks go forward on 28 March 2027 at 02:00, which is 01:00 UTC
        desk.sheets(
                "{\"name\":\"nights\",\"zone\":\"Europe/Berlin\",\"rules\":[{\"kind\":\"allow\",\"from\":\"01:30\",\"to\":\"03:30\",\"days\":[\"sun\"]}]}");
        desk.now = Instant.parse("2027-03-27T08:00:00Z");
        assertThat(desk.created("c1", content("In it", "{name=\"cmp10\"}", Instant.parse("2027-03-28T01:20:00Z")))
                        .facts()
                        .closed())
                .isEmpty();
        assertThat(desk.created("c2", content("Behind it", "{name=\"cmp11\"}", Instant.parse("2027-03-28T01:40:00Z")))
                        .facts()
                        .closed())
                .hasValueSatisfying(reason -> assertThat(reason).contains("outside of every window"));
    }

    @Test
    void whatWasClearedIsLookedAtAgainAtTheLastMoment() {
        ChangeView approved = desk.approved("c1", content("Raise the limit"));
        assertThat(done(desk.changes.obstacles(approved.kept().change(), START)))
                .isEmpty();
        desk.review.approved = false;
        desk.sheets(
                "{\"name\":\"sale\",\"zone\":\"UTC\",\"rules\":[{\"kind\":\"deny\",\"from\":\"2026-11-24T00:00\",\"to\":\"2026-11-25T00:00\"}]}");
        assertThat(done(desk.changes.obstacles(approved.kept().change(), START)))
                .anySatisfy(reason -> assertThat(reason).contains("not approved in review"))
                .anySatisfy(reason -> assertThat(reason).contains("no window is open now"));
    }
}
