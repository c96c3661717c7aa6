package dev.tidegate.rollout.engine.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.FreshDatabase;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Grip;
import dev.tidegate.rollout.engine.Neighbour;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.QuorumTakenException;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutLostException;
import dev.tidegate.rollout.engine.RolloutReads;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.RolloutStore;
import dev.tidegate.rollout.engine.RolloutStore.Answer;
import dev.tidegate.rollout.engine.RolloutStore.Appended;
import dev.tidegate.rollout.engine.RolloutStore.Hold;
import dev.tidegate.rollout.engine.RolloutStore.Step;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.plan.Batch;
import dev.tidegate.rollout.plan.FleetNode;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.Planner;
import dev.tidegate.rollout.plan.Wave;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Rollouts in a real database. */
class R2dbcRolloutStoreTest {
    private static final Instant T0 = Instant.parse("2026-11-24T21:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AuditEntry BEGUN = new AuditEntry(T0, "eva", "acme", "rollout.begun", "r1", "{}");

    private final ConnectionFactory connections = FreshDatabase.make();
    private final RolloutStore store = new R2dbcRolloutStore(connections);
    private final R2dbcRolloutReads reads = new R2dbcRolloutReads(connections);

    private static <T> T now(Mono<T> work) {
        return Objects.requireNonNull(work.block(PATIENCE));
    }

    private static Brief brief(String id, String change, Instant begun) {
        Terms terms = new Terms(
                id,
                change,
                "0".repeat(64),
                "eva",
                "a".repeat(40),
                List.of(),
                new Planner(
                                List.of(
                                        new FleetNode("n1", "compute", "g10", "", ""),
                                        new FleetNode("n2", "compute", "g10", "", "")),
                                7)
                        .plan(PlanSpec.DEFAULT)
                        .waves(),
                Map.of("n1", new Spot("salt", "eu1", "compute", "g10"), "n2", new Spot("salt", "eu1", "compute", "")),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                0.05,
                Duration.ofMinutes(15),
                true);
        return new Brief(
                terms,
                "acme",
                "more memory",
                3,
                new Origin.Gerrit("gerrit", 12, 4, "a".repeat(40)),
                List.of("nova.compute"),
                "policy: text",
                T0,
                begun);
    }

    private static Step step(long after, List<Answer> answers, boolean over, RolloutEvent... events) {
        AuditEntry audit = new AuditEntry(T0, "tidegate", "acme", "rollout.held", "r1", "{}");
        return new Step(
                after,
                List.of(events),
                answers,
                events.length == 0 ? List.of() : List.of(audit),
                over ? Phase.ABORTED : Phase.WAITING,
                over);
    }

    private Hold claimed(String owner) {
        List<RolloutStore.Claimed> claimed = now(store.claim(owner, LEASE, List.of(), 10));
        assertThat(claimed).hasSize(1);
        return claimed.getFirst().hold();
    }

    @Test
    void aRolloutComesBackAsItWasBegun() {
        Brief brief = brief("r1", "c1", T0);
        assertThat(now(store.create(brief, BEGUN))).isTrue();
        assertThat(now(store.create(brief("r2", "c1", T0), BEGUN)))
                .as("one rollout of a change at once")
                .isFalse();
        assertThat(now(store.claim("a", LEASE, List.of(), 10)).getFirst().brief())
                .isEqualTo(brief);
        assertThat(now(reads.find("r1", "acme")).brief()).isEqualTo(brief);
        assertThat(reads.find("r1", "other").block(PATIENCE)).isNull();
        assertThat(now(reads.list("", Set.of(Phase.WAITING), 5))).hasSize(1);
        assertThat(now(reads.list("", Set.of(Phase.DONE), 5))).isEmpty();
    }

    @Test
    void whoWasTakenOverWritesNothingAnyMore() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        Hold first = claimed("a");
        RolloutEvent held = new RolloutEvent.Held(T0, "sue", "odd");
        assertThat(now(store.append(first, step(0, List.of(), false, held)))).isEqualTo(new Appended(1, false));
        assertThat(now(store.claim("b", LEASE, List.of(), 10)))
                .as("the lease holds")
                .isEmpty();

        Hold again = claimed("a");
        assertThat(again.epoch()).isEqualTo(first.epoch() + 1);
        StepVerifier.create(store.append(first, step(1, List.of(), false, held)))
                .verifyError(RolloutLostException.class);
        StepVerifier.create(store.append(again, step(0, List.of(), false, held)))
                .verifyError(RolloutLostException.class);
        assertThat(now(store.renew(List.of(first, again), LEASE))).containsExactly(first);
        assertThat(now(store.events("r1", 0))).containsExactly(held);
        List<String> written = now(new Database(connections)
                .use(connection -> Database.query(
                        connection, row -> String.valueOf(row.get(0, Long.class)), "select count(*) from audit")));
        assertThat(written).as("what is fenced leaves nothing in the audit").containsExactly("2");
    }

    @Test
    void whatPeopleWantElsewhereIsAnsweredOnce() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        Hold hold = claimed("a");
        long number = now(store.ask("r1", new RolloutCommand.PullBack("sue", "no"), T0));
        assertThat(now(store.asked(List.of("r1", "r9"))))
                .containsExactly(new RolloutStore.Asked("r1", number, new RolloutCommand.PullBack("sue", "no")));
        assertThat(store.answer(number).block(PATIENCE)).isNull();

        RolloutReply reply = new RolloutReply.Done("pulling back");
        now(store.append(hold, step(0, List.of(new Answer(number, reply)), false)));
        assertThat(now(store.answer(number))).isEqualTo(reply);
        assertThat(now(store.asked(List.of("r1")))).isEmpty();
    }

    @Test
    void nothingEndsBeforeItIsAnsweredAndNothingIsAskedOfWhatHasEnded() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        Hold hold = claimed("a");
        RolloutCommand back = new RolloutCommand.PullBack("sue", "no");
        long number = now(store.ask("r1", back, T0));
        assertThat(now(store.append(hold, step(0, List.of(), true, new RolloutEvent.Resumed(T0, "sue")))))
                .isEqualTo(new Appended(1, false));
        assertThat(now(store.renew(List.of(hold), LEASE))).as("it goes on").isEmpty();

        Answer answer = new Answer(number, new RolloutReply.Refused("no"));
        assertThat(now(store.append(hold, step(1, List.of(answer), true)))).isEqualTo(new Appended(1, true));
        assertThat(store.ask("r1", back, T0).block(PATIENCE)).isNull();
        assertThat(store.ask("r9", back, T0).block(PATIENCE)).isNull();
    }

    @Test
    void whoAsksAsItEndsIsHeardOrToldSo() {
        RolloutCommand back = new RolloutCommand.PullBack("sue", "no");
        for (int round = 0; round < 40; round++) {
            String id = "r" + round;
            now(store.create(brief(id, "c" + round, T0), BEGUN));
            Hold hold = claimed("a");
            var both = now(Mono.zip(
                    store.ask(id, back, T0).singleOptional(),
                    store.append(hold, step(0, List.of(), true, new RolloutEvent.Resumed(T0, "sue")))));
            assertThat(both.getT1().isPresent()).isNotEqualTo(both.getT2().over());
            both.getT1()
                    .ifPresent(number -> now(store.append(
                            hold, step(1, List.of(new Answer(number, new RolloutReply.Refused("no"))), true))));
        }
    }

    private static Step having(long after, Phase phase, boolean insists, Grip... grips) {
        return new Step(
                after,
                List.of(),
                List.of(),
                List.of(),
                phase,
                false,
                Optional.of(new Step.Grips(List.of(grips), insists)));
    }

    @Test
    void ofAQuorumGroupOneRolloutAtATimeMovesAMember() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        Hold one = claimed("a");
        now(store.create(brief("r2", "c2", T0.plusSeconds(1)), BEGUN));
        Hold two = claimed("b");
        Set<String> groups = Set.of("galera", "rabbit");
        now(store.append(one, having(0, Phase.APPLYING, false, new Grip("galera", "n1", false))));

        assertThat(now(store.neighbours("r1", groups))).isEmpty();
        assertThat(now(store.neighbours("r2", groups)))
                .containsExactly(new Neighbour("r1", "more memory", new Grip("galera", "n1", false)));
        assertThat(now(store.neighbours("r2", Set.of("rabbit")))).isEmpty();
        Grip other = new Grip("galera", "n2", true);
        StepVerifier.create(store.append(two, having(0, Phase.APPLYING, false, new Grip("rabbit", "n3", false), other)))
                .verifyError(QuorumTakenException.class);
        assertThat(now(store.neighbours("r1", groups)))
                .as("all that it needs, or nothing")
                .isEmpty();

        now(store.append(two, having(0, Phase.PULLING_BACK, false, other)));
        StepVerifier.create(store.append(one, having(0, Phase.APPLYING, false, new Grip("galera", "n1", true))))
                .verifyError(QuorumTakenException.class);
        now(store.append(one, having(0, Phase.PULLING_BACK, true, new Grip("galera", "n1", true))));
        now(store.append(two, having(0, Phase.PULLING_BACK, false)));
        assertThat(now(store.neighbours("r1", groups))).isEmpty();
    }

    @Test
    void ofTwoThatTakeAGroupAtOnceOneGetsIt() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        Hold one = claimed("a");
        now(store.create(brief("r2", "c2", T0.plusSeconds(1)), BEGUN));
        Hold two = claimed("b");
        for (int round = 0; round < 40; round++) {
            String group = "g" + round;
            Grip left = new Grip(group, "n1", true);
            Grip right = new Grip(group, "n2", true);
            Phase phase = round % 2 == 0 ? Phase.APPLYING : Phase.PULLING_BACK;
            var both = now(Mono.zip(
                    store.append(one, having(0, phase, false, left))
                            .thenReturn(true)
                            .onErrorReturn(QuorumTakenException.class, false),
                    store.append(two, having(0, phase, false, right))
                            .thenReturn(true)
                            .onErrorReturn(QuorumTakenException.class, false)));
            assertThat(both.getT1()).isNotEqualTo(both.getT2());
        }
    }

    @Test
    void presenceLapses() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        now(store.present("r1", "mona", Duration.ofSeconds(60)));
        now(store.present("r1", "max", Duration.ofSeconds(-1)));
        assertThat(now(store.present(List.of("r1")))).isEqualTo(Map.of("r1", Set.of("mona")));
    }

    @Test
    void anOlderRolloutWithPackagesOfTheSamePlaceIsInTheWayToo() {
        Brief first = brief("r1", "c1", T0);
        Brief second = brief("r2", "c2", T0.plusSeconds(1));
        now(store.create(with(first, List.of("n1"), "acme"), BEGUN));
        now(store.create(with(second, List.of("n2"), "acme"), BEGUN));
        now(store.create(with(brief("r3", "c3", T0.plusSeconds(2)), List.of("n3"), "other"), BEGUN));
        assertThat(now(store.overlaps("r2")))
                .containsExactly(new RolloutStore.Overlap("r1", "more memory", 0, List.of()));
        assertThat(now(store.overlaps("r3"))).isEmpty();
    }

    private static Brief with(Brief brief, List<String> nodes, String prefix) {
        Terms terms = brief.terms();
        return new Brief(
                new Terms(
                        terms.id(),
                        terms.change(),
                        terms.hash(),
                        terms.executor(),
                        terms.revision(),
                        List.of(new PackageSnapshot(prefix, "jammy", "main", "snap-2")),
                        List.of(new Wave(1, List.of(new Batch("", nodes)), List.of(), List.of())),
                        terms.spots(),
                        terms.soak(),
                        terms.nodeTimeout(),
                        terms.tolerated(),
                        terms.acknowledgeWithin(),
                        true),
                brief.tenant(),
                brief.title(),
                brief.revision(),
                brief.origin(),
                brief.states(),
                brief.policy(),
                brief.start(),
                brief.begunAt());
    }

    private static Step back(long after) {
        RolloutEvent back = new RolloutEvent.PhaseBegun(T0, Phase.PULLING_BACK, 1, "sue", "no");
        return new Step(after, List.of(back), List.of(), List.of(BEGUN), Phase.PULLING_BACK, false);
    }

    @Test
    void whatIsOverIsTakenUpAgainUnlessSomethingNewerHasCome() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        Hold hold = claimed("a");
        RolloutEvent aborted = new RolloutEvent.PhaseBegun(T0, Phase.ABORTED, 1, "sue", "odd");
        assertThat(now(store.reopen("r1", back(0))))
                .as("it is not over")
                .isEqualTo(new RolloutStore.Reopened(false, List.of()));
        now(store.append(hold, step(0, List.of(), true, aborted)));
        assertThat(now(store.reopen("r1", back(0))).done())
                .as("it went on meanwhile")
                .isFalse();

        now(store.create(brief("r2", "c2", T0.plusSeconds(1)), BEGUN));
        assertThat(now(store.reopen("r1", back(1))))
                .satisfies(refused -> assertThat(refused.done()).isFalse())
                .satisfies(refused -> assertThat(refused.later())
                        .containsExactly(new RolloutStore.Overlap("r2", "more memory", 2, List.of("n1", "n2"))));
        Hold second = claimed("a");
        now(store.append(second, step(0, List.of(), true, aborted)));

        assertThat(now(store.reopen("r1", back(1))).done())
                .as("what ended before it touched anything is not in the way")
                .isTrue();
        assertThat(now(store.events("r1", 1))).isEqualTo(back(1).events());
        Hold again = claimed("b");
        assertThat(again.id()).isEqualTo("r1");
        assertThat(again.epoch()).isGreaterThan(hold.epoch());
        assertThat(now(reads.find("r1", "acme")).mark().seq()).isEqualTo(2);
        StepVerifier.create(store.append(hold, step(1, List.of(), false, aborted)))
                .verifyError(RolloutLostException.class);
    }

    @Test
    void anOlderRolloutOnTheSameNodesIsKnownUntilItIsOver() {
        now(store.create(brief("r1", "c1", T0), BEGUN));
        Hold hold = claimed("a");
        now(store.create(brief("r2", "c2", T0.plusSeconds(1)), BEGUN));
        assertThat(now(store.overlaps("r1"))).isEmpty();
        assertThat(now(store.overlaps("r2"))).singleElement().satisfies(other -> {
            assertThat(other.id()).isEqualTo("r1");
            assertThat(other.count()).isEqualTo(2);
            assertThat(other.nodes()).containsExactly("n1", "n2");
        });
        now(store.append(hold, step(0, List.of(), true, new RolloutEvent.Resumed(T0, "sue"))));
        assertThat(now(store.overlaps("r2"))).isEmpty();
        assertThat(now(reads.marks(List.of("r1"))).get("r1")).isEqualTo(new RolloutReads.Mark(1, ""));
        assertThat(now(store.create(brief("r3", "c1", T0.plusSeconds(2)), BEGUN)))
                .isTrue();
    }
}
