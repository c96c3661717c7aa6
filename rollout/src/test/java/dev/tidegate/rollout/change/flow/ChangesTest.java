package dev.tidegate.rollout.change.flow;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static dev.tidegate.rollout.change.flow.Desk.refusal;
import static dev.tidegate.rollout.change.flow.Examples.ANN;
import static dev.tidegate.rollout.change.flow.Examples.CARL;
import static dev.tidegate.rollout.change.flow.Examples.EVA;
import static dev.tidegate.rollout.change.flow.Examples.MALLORY;
import static dev.tidegate.rollout.change.flow.Examples.SAM;
import static dev.tidegate.rollout.change.flow.Examples.START;
import static dev.tidegate.rollout.change.flow.Examples.SUE;
import static dev.tidegate.rollout.change.flow.Examples.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.change.Approval.Side;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Wait;
import dev.tidegate.rollout.change.Wait.What;
import dev.tidegate.rollout.risk.History;
import dev.tidegate.rollout.risk.Risk;
import dev.tidegate.rollout.window.Sheet;
import dev.tidegate.rollout.window.json.SheetJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What people meet on the way of a change. */
@Tag("slow")
class ChangesTest {
    private final Desk desk = new Desk();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aChangeGoesFromDraftToApproved() {
        ChangeView draft = desk.created("c1", content("Raise the limit"));
        assertThat(draft.kept().change().tenant()).isEqualTo("acme");
        assertThat(draft.kept().state(desk.now)).isEqualTo(ChangeState.DRAFT);
        assertThat(draft.obstacles()).containsExactly("revision 1 was not tried in staging yet");
        assertThat(draft.facts().plan().orElseThrow().waves().getFirst().size()).isEqualTo(1);
        assertThat(draft.facts().wayBack().words()).contains(Examples.OLD);
        assertThat(draft.risk().factors())
                .extracting(Risk.Factor::words)
                .contains("4 lines changed", "1 file touched", "2 things depend on its nodes");

        desk.staged("c1");
        assertThat(done(desk.yes("c1", SUE, Side.SUPPORT)).kept().state(desk.now))
                .isEqualTo(ChangeState.WAITING);
        ChangeView approved = done(desk.yes("c1", CARL, Side.CUSTOMER));

        assertThat(approved.kept().state(desk.now)).isEqualTo(ChangeState.APPROVED);
        assertThat(approved.timeline())
                .extracting(AuditRecord::action)
                .containsExactly(
                        "change.created", "staging.started", "staging.passed", "change.approved", "change.approved");
        assertThat(done(desk.changes.list(ANN, Optional.of(ChangeState.APPROVED), 10)))
                .hasSize(1);
        assertThat(done(desk.changes.list(ANN, Optional.of(ChangeState.DRAFT), 10)))
                .isEmpty();
    }

    @Test
    void whatIsWrongIsRefusedWithItsField() {
        assertThat(refusal(desk.changes.create("c1", ANN, content("x", "{rol=\"compute\"}", START))))
                .isEqualTo(
                        "no machine has a property \"rol\"; known are domain, hardware, name, quorum, role, site, staging");
        assertThat(refusal(desk.changes.create("c1", ANN, content("x", "{role=\"compute\"", START))))
                .contains("the closing brace is missing");
        assertThat(refusal(desk.changes.create("c1", ANN, content("x", "{role=\"router\"}", START))))
                .startsWith("{role=\"router\"} takes no machine");
        assertThat(refusal(desk.changes.create("c1", ANN, content("x", "{}", START))))
                .startsWith("{} takes machines of acme and other");
        assertThat(refusal(
                        desk.changes.create("c1", ANN, content("x", "{name=\"cmp10\"}", desk.now.minusSeconds(9000)))))
                .contains("has passed");
        assertThat(refusal(desk.changes.create("c1", MALLORY, content("x"))))
                .isEqualTo(
                        "{role=\"compute\"} takes no machine of other; GET /api/v1/fleet?selector= shows what one takes");
        assertThat(done(desk.changes.list(ANN, Optional.empty(), 10))).isEmpty();
    }

    @Test
    void everythingThatStandsAgainstItIsToldAtOnce() {
        desk.review.approved = false;
        desk.review.former = Optional.empty();
        sheets(
                "{\"name\":\"nights\",\"zone\":\"Europe/Berlin\",\"rules\":[{\"kind\":\"allow\",\"from\":\"01:00\",\"to\":\"03:00\",\"days\":[\"sun\"]}]}");
        desk.created("c1", content("Raise the limit"));

        assertThat(refusal(desk.yes("c1", SUE, Side.SUPPORT)))
                .startsWith("it cannot be approved yet: ")
                .contains("is not approved in review: nobody has agreed to it")
                .contains("was not tried in staging yet")
                .contains("at its start no window is open: 2026-11-24T21:00:00Z is outside of every window at eu1")
                .contains("the way back is not proven: neither the repository nor cmp10, cmp11, cmp12 can tell");
    }

    @Test
    void aReviewServerThatIsDownIsToldAndDoesNotHideTheChange() {
        desk.review.down = true;
        ChangeView view = desk.created("c1", content("Raise the limit"));
        assertThat(view.facts().reviewProblem()).isEqualTo("infra cannot be read: connection refused");
        assertThat(view.obstacles()).contains("the review is not known: infra cannot be read: connection refused");

        desk.review.silent = true;
        desk.created("c2", content("Other", "{role=\"database\"}", START));
        desk.now = desk.now.plusSeconds(5);
        assertThat(done(desk.changes.view("c2", ANN)).facts().reviewProblem()).contains("did not answer within");
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
    void aCustomerSeesTheirOwnOnly() {
        desk.created("c1", content("Raise the limit"));
        assertThat(refusal(desk.changes.view("c1", MALLORY))).isEqualTo("there is no change \"c1\"");
        assertThat(refusal(desk.yes("c1", MALLORY, Side.CUSTOMER))).isEqualTo("there is no change \"c1\"");
        assertThat(done(desk.changes.list(MALLORY, Optional.empty(), 10))).isEmpty();
        assertThat(done(desk.changes.list(CARL, Optional.empty(), 10))).hasSize(1);
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
    void theRiskOfWhatWasDecidedStaysAsItWasTold() {
        ChangeView approved = desk.approved("c1", content("Raise the limit"));
        Risk told = approved.kept().told().orElseThrow();
        assertThat(told).isEqualTo(approved.risk());
        assertThat(approved.kept().decided()).isTrue();
        for (int i = 0; i < 8; i++) {
            done(desk.history.record(new History.Ended("r" + i, "c1", desk.now, true)));
        }

        ChangeView later = done(desk.changes.view("c1", ANN));
        assertThat(later.kept().told()).contains(told);
        assertThat(later.risk().probability()).isGreaterThan(told.probability());
    }

    @Test
    void notEvenAnEmergencyGoesThroughAFreeze() {
        desk.created("c1", content("Raise the limit"));
        sheets(
                "{\"name\":\"sale\",\"zone\":\"UTC\",\"rules\":[{\"kind\":\"freeze\",\"from\":\"2026-11-20T00:00\",\"to\":\"2026-12-01T00:00\",\"reason\":\"black friday\"}]}");
        assertThat(refusal(desk.changes.breakGlass(
                        "c1", EVA, desk.change("c1").change().content().hash(), "now")))
                .contains("not even an emergency goes: everything is held now")
                .contains("frozen by \"sale: black friday\"");
    }

    @Test
    void aWindowInTheHourThatClocksSkipOrRepeatIsOpenWhenItIsOnTheWall() {
        // in Berlin clocks go forward on 28 March 2027 at 02:00, which is 01:00 UTC
        sheets(
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

    @Test
    void packagesWithoutAWayBackAreToldBeforeApproval() {
        Content plain = content("New packages");
        Content content = new Content(
                plain.title(),
                plain.reason(),
                plain.incident(),
                plain.origin(),
                List.of(new PackageSnapshot("acme", "jammy", "main", "snap-2")),
                List.of(),
                plain.selector(),
                plain.plan(),
                plain.seed(),
                plain.policy(),
                plain.impact(),
                List.of(),
                plain.tests(),
                plain.slot());
        assertThat(desk.created("c1", content).facts().wayBack().words())
                .isEqualTo("snapshot snap-1 of acme/jammy is gone");
        desk.packages.snapshots.addAll(Set.of("snap-1"));
        desk.now = desk.now.plusSeconds(60);
        assertThat(done(desk.changes.view("c1", ANN)).facts().wayBack().proven())
                .isTrue();
        assertThat(desk.staged("c1").reason()).contains("snapshot snap-2 does not exist");
    }

    @Test
    void aChangeWhoseRolloutRunsIsNotEdited() {
        ChangeView approved = desk.approved("c1", content("Raise the limit"));
        String hash = approved.kept().change().content().hash();
        assertThat(done(desk.book.began("c1", "other", "r1", desk.now))).isFalse();
        assertThat(done(desk.book.began("c1", hash, "r1", desk.now))).isTrue();
        assertThat(done(desk.book.began("c1", hash, "r2", desk.now))).isFalse();

        assertThat(refusal(desk.changes.edit("c1", ANN, content("Other")))).contains("rollout r1 of revision 1 runs");

        done(desk.book.ended("c1", "r1", desk.now));
        assertThat(done(desk.changes.edit("c1", ANN, content("Other"))).kept().rollout())
                .isEmpty();
    }

    @Test
    void whatWasClearedIsLookedAtAgainAtTheLastMoment() {
        ChangeView approved = desk.approved("c1", content("Raise the limit"));
        assertThat(done(desk.changes.obstacles(approved.kept().change(), START)))
                .isEmpty();
        desk.review.approved = false;
        sheets(
                "{\"name\":\"sale\",\"zone\":\"UTC\",\"rules\":[{\"kind\":\"deny\",\"from\":\"2026-11-24T00:00\",\"to\":\"2026-11-25T00:00\"}]}");
        assertThat(done(desk.changes.obstacles(approved.kept().change(), START)))
                .anySatisfy(reason -> assertThat(reason).contains("not approved in review"))
                .anySatisfy(reason -> assertThat(reason).contains("no window is open now"));
    }

    private void sheets(String... calendars) {
        List<Sheet> sheets = SheetJson.read(
                ("{\"calendars\":[" + String.join(",", calendars) + "]}").getBytes(StandardCharsets.UTF_8));
        done(desk.calendars.replace(
                "", sheets, new AuditEntry(desk.now, "cleo", "", "calendars.replaced", "calendars", "{}")));
    }

    @Test
    void rolesAreThoseOfThePrincipal() {
        desk.created("c1", content("Raise the limit"));
        desk.staged("c1");
        Person viewer = new Person("vic", "acme", Set.of(Person.Role.VIEWER));
        assertThat(refusal(desk.yes("c1", viewer, Side.SUPPORT)))
                .isEqualTo("vic is not a validator or support engineer and cannot answer for the support side");
        assertThat(refusal(desk.yes("c1", SUE, Side.CUSTOMER))).contains("sue is not a customer approver");
    }
}
