package dev.tidegate.rollout.change.flow;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static dev.tidegate.rollout.change.flow.Desk.refusal;
import static dev.tidegate.rollout.change.flow.Examples.ANN;
import static dev.tidegate.rollout.change.flow.Examples.CARL;
import static dev.tidegate.rollout.change.flow.Examples.MALLORY;
import static dev.tidegate.rollout.change.flow.Examples.START;
import static dev.tidegate.rollout.change.flow.Examples.SUE;
import static dev.tidegate.rollout.change.flow.Examples.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.change.Approval.Side;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.risk.History;
import dev.tidegate.rollout.risk.Risk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
        desk.sheets(
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
    void aCustomerSeesTheirOwnOnly() {
        desk.created("c1", content("Raise the limit"));
        assertThat(refusal(desk.changes.view("c1", MALLORY))).isEqualTo("there is no change \"c1\"");
        assertThat(refusal(desk.yes("c1", MALLORY, Side.CUSTOMER))).isEqualTo("there is no change \"c1\"");
        assertThat(done(desk.changes.list(MALLORY, Optional.empty(), 10))).isEmpty();
        assertThat(done(desk.changes.list(CARL, Optional.empty(), 10))).hasSize(1);
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
    void rolesAreThoseOfThePrincipal() {
        desk.created("c1", content("Raise the limit"));
        desk.staged("c1");
        Person viewer = new Person("vic", "acme", Set.of(Person.Role.VIEWER));
        assertThat(refusal(desk.yes("c1", viewer, Side.SUPPORT)))
                .isEqualTo("vic is not a validator or support engineer and cannot answer for the support side");
        assertThat(refusal(desk.yes("c1", SUE, Side.CUSTOMER))).contains("sue is not a customer approver");
    }
}
