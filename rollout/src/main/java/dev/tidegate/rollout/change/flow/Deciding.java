package dev.tidegate.rollout.change.flow;

import static dev.tidegate.rollout.change.flow.ChangeRefusedException.refused;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.Approvals;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeBook;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.json.ChangeAudit;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.gate.Facts;
import dev.tidegate.rollout.gate.Gate;
import dev.tidegate.rollout.risk.Risk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** What people's answers make of a change as it was just read. The change itself is written by who asked. */
final class Deciding {
    private final ChangeBook book;
    private final Looks looks;
    private final Risks risks;

    Deciding(ChangeBook book, Looks looks, Risks risks) {
        this.book = book;
        this.looks = looks;
        this.risks = risks;
    }

    /** @param change as it is to be written */
    record Decided(Change change, AuditEntry audit) {}

    /**
     * A person's answer for one side.
     *
     * @param hash of the content that was looked at
     * @param start the same content's
     */
    record Answer(Person person, Approval.Side side, String hash, Instant start, boolean granted, String reason) {}

    Mono<Decided> answer(Kept kept, Answer answer, Instant now) {
        Change change = kept.change();
        if (kept.running()) {
            return refused("its rollout " + kept.rollout().orElse("") + " runs already");
        }
        return taken(Approvals.answer(
                        change,
                        answer.person(),
                        answer.side(),
                        answer.hash(),
                        answer.start(),
                        answer.granted(),
                        answer.reason(),
                        now))
                .flatMap(answered -> answer.granted() ? cleared(change, now).thenReturn(answered) : Mono.just(answered))
                .map(answered -> new Decided(
                        answered,
                        ChangeAudit.answered(change, answered.approvals().getLast(), List.of())));
    }

    private Mono<Boolean> cleared(Change change, Instant now) {
        return looks.machines(change)
                .flatMap(machines -> looks.facts(change, machines, now, true).flatMap(facts -> {
                    List<String> obstacles = Gate.againstApproval(change, facts);
                    return obstacles.isEmpty()
                            ? reaches(change, machines, facts, now)
                            : refused("it cannot be approved yet: " + String.join("; ", obstacles));
                }));
    }

    /** The fleet may have changed since the change was written; what is approved is what it takes now. */
    private Mono<Boolean> reaches(Change change, List<Machine> machines, Facts facts, Instant now) {
        Mono<Risk> risk = risks.of(change, machines, facts.review(), now);
        return risk.flatMap(told -> book.reaches(change, Risks.reach(machines, Optional.of(told))));
    }

    Mono<Decided> breakGlass(Change change, Person person, String hash, String reason, Instant now) {
        return taken(Approvals.breakGlass(change, person, hash, reason, now))
                .flatMap(broken -> looks.machines(change)
                        .flatMap(machines -> looks.facts(change, machines, now, true)
                                .flatMap(facts -> emergency(change, broken, machines, facts, now))));
    }

    private Mono<Decided> emergency(Change change, Change broken, List<Machine> machines, Facts facts, Instant now) {
        List<String> obstacles = Gate.againstEmergency(facts);
        if (!obstacles.isEmpty()) {
            return refused("not even an emergency goes: " + String.join("; ", obstacles));
        }
        List<String> overridden = Gate.againstApproval(change, facts);
        Change.Emergency glass = broken.emergency().orElseThrow();
        return reaches(change, machines, facts, now)
                .thenReturn(new Decided(broken, ChangeAudit.emergency(change, glass, overridden)));
    }

    Mono<Decided> reviewed(Change change, Person person, String note, Instant now) {
        return taken(Approvals.reviewed(change, person, note))
                .map(reviewed -> new Decided(reviewed, ChangeAudit.reviewed(change, person.name(), note, now)));
    }

    private static Mono<Change> taken(Approvals.Answer answer) {
        return switch (answer) {
            case Approvals.Answer.Taken taken -> Mono.just(taken.change());
            case Approvals.Answer.NotTaken not -> refused(not.reason());
        };
    }
}
