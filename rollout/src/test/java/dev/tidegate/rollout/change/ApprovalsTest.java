package dev.tidegate.rollout.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidegate.rollout.change.Approval.Side;
import dev.tidegate.rollout.change.Person.Role;
import dev.tidegate.rollout.plan.PlanSpec;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
    private static final Instant START = Instant.parse("2026-11-24T21:00:00Z");
    private static final Instant NOW = START.minusSeconds(86_400);
    private static final Person SUPPORT = new Person("sue", "", Set.of(Role.VALIDATOR));
    private static final Person CUSTOMER = new Person("carl", "acme", Set.of(Role.CUSTOMER_APPROVER));

    private final Change change =
            new Change("chg-1", "acme", "ann", 1, content("Raise the limit"), List.of(), Optional.empty());

    @Test
    void bothSidesOnTheSameHashAndMomentApprove() {
        Change once = taken(grant(change, SUPPORT, Side.SUPPORT));
        assertThat(Approvals.standing(once, NOW))
                .isEqualTo(new Standing.Waiting(EnumSet.of(Side.CUSTOMER), START.plus(Approvals.GRACE)));

        Change twice = taken(grant(once, CUSTOMER, Side.CUSTOMER));

        assertThat(Approvals.standing(twice, NOW))
                .isEqualTo(new Standing.Approved("sue for the support side and carl for the customer side"));
    }

    @Test
    void anEditVoidsApprovals() {
        Change approved = taken(grant(taken(grant(change, SUPPORT, Side.SUPPORT)), CUSTOMER, Side.CUSTOMER));

        Change edited = approved.edited("ann", content("Raise the limit further"));

        assertThat(Approvals.standing(edited, NOW)).isInstanceOf(Standing.Waiting.class);
        assertThat(Approvals.answer(
                        edited, SUPPORT, Side.SUPPORT, change.content().hash(), START, true, "", NOW))
                .asString()
                .contains("this is not the content that was shown");
    }

    @Test
    void nobodyApprovesTheirOwnChange() {
        Person author = new Person("ann", "", EnumSet.allOf(Role.class));
        assertThat(grant(change, author, Side.SUPPORT)).asString().contains("nobody approves their own change");
    }

    @Test
    void nobodyStandsForBothSides() {
        Person both = new Person("bob", "acme", Set.of(Role.VALIDATOR, Role.CUSTOMER_APPROVER));
        Change once = taken(grant(change, both, Side.SUPPORT));
        assertThat(grant(once, both, Side.CUSTOMER)).asString().contains("answered for the other side");
    }

    @Test
    void rolesAndTenantsCount() {
        assertThat(grant(change, SUPPORT, Side.CUSTOMER)).asString().contains("sue is not a customer approver");
        assertThat(grant(change, new Person("eve", "other", Set.of(Role.CUSTOMER_APPROVER)), Side.CUSTOMER))
                .asString()
                .contains("of another tenant");
        assertThat(grant(change, new Person("max", "", Set.of(Role.CUSTOMER_APPROVER)), Side.CUSTOMER))
                .asString()
                .contains("only a person of the tenant");
    }

    @Test
    void aRefusalNeedsAReasonAndStandsUntilTheNextRevision() {
        String hash = change.content().hash();
        assertThat(Approvals.answer(change, CUSTOMER, Side.CUSTOMER, hash, START, false, " ", NOW))
                .asString()
                .contains("a refusal needs a reason");

        Change refused = taken(Approvals.answer(change, CUSTOMER, Side.CUSTOMER, hash, START, false, "sale day", NOW));

        assertThat(Approvals.standing(refused, NOW)).isEqualTo(new Standing.Refused(Side.CUSTOMER, "carl", "sale day"));
        assertThat(grant(refused, SUPPORT, Side.SUPPORT)).asString().contains("carl has refused");
    }

    @Test
    void theMomentIsPartOfTheAnswerAndPasses() {
        assertThat(Approvals.answer(
                        change, SUPPORT, Side.SUPPORT, change.content().hash(), START.plusSeconds(1), true, "", NOW))
                .asString()
                .contains("the moment is 2026-11-24 21:00:00 UTC");
        Instant late = START.plus(Approvals.GRACE).plusSeconds(1);
        assertThat(Approvals.standing(change, late)).isEqualTo(new Standing.Expired(START));
        assertThat(Approvals.answer(
                        change, SUPPORT, Side.SUPPORT, change.content().hash(), START, true, "", late))
                .asString()
                .contains("has passed");
    }

    @Test
    void anEmergencyHasANameAndAReason() {
        Person executor = new Person("eva", "", Set.of(Role.EXECUTOR));
        String hash = change.content().hash();
        assertThat(Approvals.breakGlass(change, executor, hash, "", NOW))
                .asString()
                .contains("needs a reason");
        assertThat(Approvals.breakGlass(change, SUPPORT, hash, "fire", NOW))
                .asString()
                .contains("may not declare");

        Change broken = taken(Approvals.breakGlass(change, executor, hash, "database is filling up", NOW));

        assertThat(Approvals.standing(broken, NOW))
                .isEqualTo(new Standing.Approved("emergency declared by eva: database is filling up"));
    }

    @Test
    void everyPartOfTheContentIsInTheHash() {
        Content content = content("ab");
        Content moved = new Content(
                "a",
                "b" + content.reason(),
                content.incident(),
                content.origin(),
                content.packages(),
                content.states(),
                content.selector(),
                content.plan(),
                content.seed(),
                content.policy(),
                content.impact(),
                content.irreversible(),
                content.tests(),
                content.slot());

        assertThat(moved.hash()).isNotEqualTo(content.hash()).hasSize(64);
        assertThat(content("ab").hash()).isEqualTo(content.hash());
    }

    @Test
    void branchesAreNotRevisions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Origin.Git("infra", "main"))
                .withMessageContaining("not a full commit hash");
    }

    private static Approvals.Answer grant(Change change, Person person, Side side) {
        return Approvals.answer(change, person, side, change.content().hash(), START, true, "", NOW);
    }

    private static Change taken(Approvals.Answer answer) {
        assertThat(answer).isInstanceOf(Approvals.Answer.Taken.class);
        return ((Approvals.Answer.Taken) answer).change();
    }

    private static Content content(String title) {
        return new Content(
                title,
                "too many open files",
                Optional.of("inc-1"),
                new Origin.Git("infra", "a".repeat(40)),
                List.of(new PackageSnapshot("main", "bookworm", "main", "snap-2")),
                List.of("nova.compute"),
                "role=compute",
                PlanSpec.DEFAULT,
                7,
                "signals: {}",
                Impact.NONE,
                List.of(),
                List.of("true"),
                Slot.from(START));
    }
}
