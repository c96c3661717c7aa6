package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.OverlapException;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Reminder;
import dev.tidegate.rollout.change.Wait;
import dev.tidegate.rollout.change.json.ChangeAudit;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.gate.Clearance;
import dev.tidegate.rollout.gate.Facts;
import dev.tidegate.rollout.gate.Gate;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.risk.Proposal;
import dev.tidegate.rollout.risk.Risk;
import dev.tidegate.rollout.staging.StagingRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The way of a change up to its approval. Everything fails with {@link ChangeRefusedException} when it cannot be done.
 *
 * <p>Answers are optimistic: who answers reads the change, decides, and writes only if nobody wrote meanwhile; otherwise it
 * is read and decided again, so that of two people who answer at once both count and none is lost.
 */
public final class Changes implements Clearance {
    private static final int ATTEMPTS = 5;
    private static final int SHOWN = 500;

    private final ChangePorts ports;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Looks looks;
    private final Drafts drafts;
    private final Risks risks;
    private final Deciding deciding;

    public Changes(ChangePorts ports, ChangeSettings settings, InstantSource clock, MeterRegistry meters) {
        this.ports = ports;
        this.clock = clock;
        this.meters = meters;
        Stream.of(true, false).forEach(cut -> shown(meters, cut)); // they are there before the first
        this.looks = new Looks(ports, settings, clock);
        this.drafts = new Drafts(ports, looks);
        this.risks = new Risks(ports, settings);
        this.deciding = new Deciding(ports.book(), looks, risks);
    }

    /** Keeps a new change. Its tenant is that of the machines it takes. */
    public Mono<ChangeView> create(String id, Person person, Content content) {
        Instant now = now();
        return drafts.check(content, person.tenant(), now)
                .flatMap(taken -> {
                    Change change =
                            new Change(id, taken.tenant(), person.name(), 1, content, List.of(), Optional.empty());
                    AuditEntry audit = ChangeAudit.created(change, now);
                    return risk(change, taken.machines(), now)
                            .flatMap(risk -> ports.book()
                                    .create(
                                            change,
                                            Risks.reach(taken.machines(), Optional.of(risk)),
                                            Reminder.of(change, now),
                                            audit));
                })
                .doOnNext(kept -> count("created"))
                .flatMap(kept -> kept ? view(id, person) : Mono.error(() -> lost(id)))
                .doOnError(ChangeRefusedException.class, this::count);
    }

    /** Keeps a new revision, which voids what was approved. */
    public Mono<ChangeView> edit(String id, Person person, Content content) {
        Instant now = now();
        return kept(id, person)
                .flatMap(kept -> {
                    Change read = kept.change();
                    if (kept.running()) {
                        return ChangeRefusedException.refused(
                                "rollout " + kept.rollout().orElse("") + " of revision " + read.revision()
                                        + " runs; it is edited when that has ended");
                    }
                    if (read.emergency().isPresent()
                            && read.emergency().get().reviewer().isEmpty()) {
                        return ChangeRefusedException.refused("revision " + read.revision()
                                + " went as an emergency, and waits for its review;" + " review it first");
                    }
                    if (read.content().hash().equals(content.hash())) {
                        return ChangeRefusedException.refused("revision " + read.revision() + " is this already");
                    }
                    return drafts.check(content, read.tenant(), now).flatMap(taken -> {
                        Change edited = read.edited(person.name(), content);
                        return risk(edited, taken.machines(), now)
                                .flatMap(risk -> ports.book()
                                        .edit(
                                                read,
                                                edited,
                                                Risks.reach(taken.machines(), Optional.of(risk)),
                                                Reminder.of(edited, now),
                                                ChangeAudit.edited(edited, now)));
                    });
                })
                .doOnNext(kept -> count("edited"))
                .flatMap(kept -> kept ? view(id, person) : Mono.error(() -> lost(id)))
                .doOnError(ChangeRefusedException.class, this::count);
    }

    private Mono<Risk> risk(Change change, List<Machine> machines, Instant now) {
        return looks.facts(change, machines, now, false)
                .flatMap(facts -> risks.of(change, machines, facts.review(), now));
    }

    /** Everything about a change. */
    public Mono<ChangeView> view(String id, Person person) {
        return kept(id, person).flatMap(this::view);
    }

    private Mono<ChangeView> view(Kept kept) {
        Instant now = now();
        Change change = kept.change();
        return looks.machines(change)
                .flatMap(machines -> looks.facts(change, machines, now, false)
                        .flatMap(facts -> Mono.zip(
                                        risks.of(change, machines, facts.review(), now),
                                        facts.staging()
                                                .map(run -> ports.staging().evidence(run.id(), SHOWN))
                                                .orElse(Mono.just(List.of())),
                                        ports.book().timeline(change.id(), SHOWN))
                                .map(more -> new ChangeView(
                                        kept,
                                        facts,
                                        more.getT1(),
                                        Proposal.of(
                                                more.getT1(),
                                                !change.content().irreversible().isEmpty()),
                                        Gate.againstApproval(change, facts),
                                        more.getT2(),
                                        more.getT3(),
                                        now))));
    }

    /** The newest ones first. */
    public Mono<List<Kept>> list(Person person, Optional<ChangeState> state, int atMost) {
        return ports.book().newest(person.tenant(), state, now(), atMost);
    }

    /** Changes that wait for somebody, those that begin first at the top. */
    public Mono<List<Kept>> waiting(Person person, int atMost) {
        Instant now = now();
        return ports.book()
                .waiting(person.tenant(), now, atMost)
                .map(found -> found.stream()
                        .filter(kept -> !Wait.of(kept, now).isEmpty())
                        .toList());
    }

    /** A change that this person may see. */
    public Mono<Kept> kept(String id, Person person) {
        return ports.book()
                .kept(id, person.tenant())
                .switchIfEmpty(Mono.error(() -> ChangeRefusedException.unknown(id)));
    }

    /** What its newest revision changes, as far as it is shown. */
    public Mono<Diff> diff(String id, Person person) {
        return kept(id, person)
                .flatMap(kept -> looks.diff(kept.change()))
                .doOnNext(diff -> shown(meters, diff.cut()).increment())
                .doOnError(ChangeRefusedException.class, this::count);
    }

    private static Counter shown(MeterRegistry meters, boolean cut) {
        return meters.counter("tidegate.changes.diffs", "cut", Boolean.toString(cut));
    }

    /** Answers for one side. A yes is only taken when nothing stands against it. */
    public Mono<ChangeView> answer(
            String id, Person person, Approval.Side side, String hash, Instant start, boolean granted, String reason) {
        return decide(
                        id,
                        person,
                        kept -> deciding.answer(
                                kept, new Deciding.Answer(person, side, hash, start, granted, reason), now()))
                .doOnNext(view -> meters.counter(
                                "tidegate.changes.answers",
                                "side",
                                side.name().toLowerCase(Locale.ROOT),
                                "granted",
                                Boolean.toString(granted))
                        .increment());
    }

    /** Lets a named person go without approvals; what else stood against it is written down with it. */
    public Mono<ChangeView> breakGlass(String id, Person person, String hash, String reason) {
        return decide(id, person, kept -> deciding.breakGlass(kept.change(), person, hash, reason, now()))
                .doOnNext(view -> count("emergency"));
    }

    /** Notes that somebody has looked at an emergency afterwards. */
    public Mono<ChangeView> reviewEmergency(String id, Person person, String note) {
        return decide(id, person, kept -> deciding.reviewed(kept.change(), person, note, now()));
    }

    private Mono<ChangeView> decide(String id, Person person, Function<Kept, Mono<Deciding.Decided>> decision) {
        return decide(id, person, decision, ATTEMPTS).doOnError(ChangeRefusedException.class, this::count);
    }

    private Mono<ChangeView> decide(
            String id, Person person, Function<Kept, Mono<Deciding.Decided>> decision, int attempts) {
        return kept(id, person)
                .flatMap(kept -> decision.apply(kept)
                        .flatMap(decided -> ports.book().replace(kept.change(), decided.change(), decided.audit())))
                .onErrorMap(
                        OverlapException.class,
                        met -> ChangeRefusedException.conflict(String.valueOf(met.getMessage())))
                .flatMap(written -> {
                    if (written) {
                        return view(id, person);
                    }
                    return attempts > 1 ? decide(id, person, decision, attempts - 1) : Mono.error(() -> lost(id));
                });
    }

    @Override
    public Mono<List<String>> obstacles(Change change, Instant now) {
        return looks.machines(change)
                .flatMap(machines -> looks.facts(change, machines, now, true)
                        .flatMap(facts -> ports.windows()
                                .closed(
                                        change.tenant(),
                                        Risks.reach(machines, Optional.empty()).sites(),
                                        now)
                                .map(closed -> last(change, facts, closed))));
    }

    private static List<String> last(Change change, Facts facts, Optional<String> closed) {
        if (change.emergency().isPresent()) {
            return Gate.againstEmergency(facts);
        }
        List<String> obstacles = new ArrayList<>(Gate.againstApproval(change, facts));
        closed.ifPresent(reason -> obstacles.add("no window is open now: " + reason));
        return obstacles;
    }

    /** The newest try of a change's newest revision in staging. */
    public Mono<Optional<StagingRun>> staging(Kept kept) {
        return ports.staging().newest(kept.change().id(), kept.change().revision());
    }

    private static ChangeRefusedException lost(String id) {
        return ChangeRefusedException.conflict(
                "change " + id + " was written by somebody else at the same time; read it again");
    }

    private void count(String what) {
        meters.counter("tidegate.changes", "what", what).increment();
    }

    private void count(ChangeRefusedException refused) {
        String kind = refused.kind().name().toLowerCase(Locale.ROOT);
        meters.counter("tidegate.changes.refused", "kind", kind).increment();
    }

    /** PostgreSQL keeps microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
