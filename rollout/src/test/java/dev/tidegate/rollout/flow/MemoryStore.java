package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Grip;
import dev.tidegate.rollout.engine.Neighbour;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.QuorumTakenException;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutLostException;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.RolloutStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Rollouts in memory, as the database keeps them. */
final class MemoryStore implements RolloutStore {
    private final Scheduler clock;
    final Map<String, Row> rows = new LinkedHashMap<>();
    final List<AuditEntry> audit = new ArrayList<>();
    private final Map<Long, Command> commands = new LinkedHashMap<>();
    /** Members of one quorum group that were on their way at the same time, at most. */
    int together;
    /** Done once, when a rollout has decided that it is over and before that is written. */
    Runnable justBeforeTheEnd = () -> {};
    /** What somebody wants arrives when this is over. */
    Mono<Void> onTheWay = Mono.empty();

    MemoryStore(Scheduler clock) {
        this.clock = clock;
    }

    static final class Row {
        final Brief brief;
        final List<RolloutEvent> events = new ArrayList<>();
        final Map<String, Grip> grips = new TreeMap<>();
        final Map<String, Long> present = new HashMap<>();
        Phase phase = Phase.WAITING;
        boolean over;
        String blocked = "";

        @Nullable
        String owner;

        long epoch;
        long leaseUntil;

        Row(Brief brief) {
            this.brief = brief;
        }
    }

    private record Command(String id, long number, RolloutCommand command, List<RolloutReply> replies) {}

    Row row(String id) {
        return Objects.requireNonNull(rows.get(id), id);
    }

    private long now() {
        return clock.now(TimeUnit.MILLISECONDS);
    }

    private <T> Mono<T> does(Supplier<T> work) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                return work.get();
            }
        });
    }

    @Override
    public Mono<Boolean> create(Brief brief, AuditEntry entry) {
        return does(() -> {
            boolean another = rows.values().stream()
                    .anyMatch(row -> !row.over
                            && row.brief.terms().change().equals(brief.terms().change()));
            if (another) {
                return false;
            }
            audit.add(entry);
            return rows.putIfAbsent(brief.id(), new Row(brief)) == null;
        });
    }

    @Override
    public Mono<List<Claimed>> claim(String owner, Duration lease, List<String> running, int atMost) {
        return does(() -> {
            List<Claimed> claimed = new ArrayList<>();
            rows.forEach((id, row) -> {
                boolean free = row.owner == null || row.owner.equals(owner) || row.leaseUntil < now();
                if (!row.over && free && !running.contains(id) && claimed.size() < atMost) {
                    row.owner = owner;
                    row.epoch++;
                    row.leaseUntil = now() + lease.toMillis();
                    claimed.add(new Claimed(row.brief, new Hold(id, row.epoch)));
                }
            });
            return claimed;
        });
    }

    @Override
    public Mono<List<Hold>> renew(List<Hold> holds, Duration lease) {
        return does(() -> {
            List<Hold> lost = new ArrayList<>();
            for (Hold hold : holds) {
                Row row = row(hold.id());
                if (row.epoch == hold.epoch() && !row.over) {
                    row.leaseUntil = now() + lease.toMillis();
                } else {
                    lost.add(hold);
                }
            }
            return lost;
        });
    }

    @Override
    public Mono<Boolean> release(Hold hold) {
        return does(() -> {
            Row row = row(hold.id());
            if (row.epoch != hold.epoch()) {
                return false;
            }
            row.owner = null;
            return true;
        });
    }

    @Override
    public Mono<List<RolloutEvent>> events(String id, long after) {
        return does(() ->
                List.copyOf(row(id).events.subList((int) after, row(id).events.size())));
    }

    @Override
    public Mono<Appended> append(Hold hold, Step step) {
        return does(() -> {
            if (step.over()) {
                Runnable said = justBeforeTheEnd;
                justBeforeTheEnd = () -> {};
                said.run();
            }
            Row row = row(hold.id());
            if (row.epoch != hold.epoch() || row.events.size() != step.after()) {
                throw new RolloutLostException(hold);
            }
            step.grips().ifPresent(grips -> grip(row, grips, step.begins()));
            row.events.addAll(step.events());
            row.phase = step.phase();
            audit.addAll(step.audit());
            step.answers()
                    .forEach(answer -> Objects.requireNonNull(commands.get(answer.number()))
                            .replies()
                            .add(answer.reply()));
            row.over = step.over() && unanswered(List.of(hold.id())).isEmpty();
            return new Appended(row.events.size(), row.over);
        });
    }

    private void grip(Row row, Step.Grips grips, boolean begins) {
        for (Grip grip : grips.all()) {
            Grip before = row.grips.get(grip.group());
            boolean starts = grip.moving() && (before == null || !before.moving());
            neighbours(row, Set.of(grip.group())).forEach(other -> {
                boolean taken =
                        begins && before == null || starts && other.grip().moving();
                if (taken && !grips.insists()) {
                    throw new QuorumTakenException(grip.group());
                }
            });
        }
        row.grips.clear();
        grips.all().forEach(grip -> row.grips.put(grip.group(), grip));
        moves(row.brief.tenant());
    }

    /** How many members of a group were on their way at once, at most. */
    private void moves(String tenant) {
        Map<String, Integer> moving = new HashMap<>();
        rows.values().stream()
                .filter(row -> row.brief.tenant().equals(tenant))
                .flatMap(row -> row.grips.values().stream())
                .filter(Grip::moving)
                .forEach(grip -> moving.merge(grip.group(), 1, Integer::sum));
        moving.values().forEach(many -> together = Math.max(together, many));
    }

    private List<Neighbour> neighbours(Row of, Set<String> groups) {
        List<Neighbour> found = new ArrayList<>();
        rows.values().stream()
                .filter(row -> row != of && row.brief.tenant().equals(of.brief.tenant()))
                .forEach(row -> row.grips.values().stream()
                        .filter(grip -> groups.contains(grip.group()))
                        .forEach(grip -> found.add(new Neighbour(row.brief.id(), row.brief.title(), grip))));
        return found;
    }

    @Override
    public Mono<List<Neighbour>> neighbours(String id, Set<String> groups) {
        return does(() -> neighbours(row(id), groups));
    }

    @Override
    public Mono<Reopened> reopen(String id, Step step) {
        return does(() -> {
            List<Overlap> later = later(id);
            Row row = row(id);
            if (!later.isEmpty() || !row.over || row.events.size() != step.after()) {
                return new Reopened(false, later);
            }
            row.events.addAll(step.events());
            row.phase = step.phase();
            row.over = false;
            row.owner = null;
            audit.addAll(step.audit());
            return new Reopened(true, later);
        });
    }

    private List<Overlap> later(String id) {
        List<Row> all = List.copyOf(rows.values());
        return all.subList(all.indexOf(row(id)) + 1, all.size()).stream()
                .filter(other -> !other.over
                        || other.phase != Phase.PULLED_BACK
                                && other.events.stream().anyMatch(RolloutEvent.Intended.class::isInstance))
                .map(other -> overlap(other, id))
                .filter(both -> both.count() > 0)
                .toList();
    }

    private Overlap overlap(Row other, String id) {
        List<String> both = other.brief.terms().nodes().stream()
                .filter(row(id).brief.terms().nodes()::contains)
                .toList();
        return new Overlap(other.brief.id(), other.brief.title(), both.size(), both);
    }

    @Override
    public Mono<Boolean> blocked(Hold hold, String reason) {
        return does(() -> {
            row(hold.id()).blocked = reason;
            return true;
        });
    }

    @Override
    public Mono<Long> ask(String id, RolloutCommand command, Instant at) {
        return onTheWay.then(does(() -> {
                    if (row(id).over) {
                        return Optional.<Long>empty();
                    }
                    long number = commands.size() + 1L;
                    commands.put(number, new Command(id, number, command, new ArrayList<>()));
                    return Optional.of(number);
                }))
                .flatMap(Mono::justOrEmpty);
    }

    private List<Asked> unanswered(List<String> ids) {
        return commands.values().stream()
                .filter(one -> one.replies().isEmpty() && ids.contains(one.id()))
                .map(one -> new Asked(one.id(), one.number(), one.command()))
                .toList();
    }

    @Override
    public Mono<List<Asked>> asked(List<String> ids) {
        return does(() -> unanswered(ids));
    }

    @Override
    public Mono<RolloutReply> answer(long number) {
        return does(() -> Objects.requireNonNull(commands.get(number)).replies().stream()
                        .findFirst())
                .flatMap(Mono::justOrEmpty);
    }

    @Override
    public Mono<Boolean> present(String id, String person, Duration lasts) {
        return does(() -> {
            row(id).present.put(person, now() + lasts.toMillis());
            return true;
        });
    }

    @Override
    public Mono<Map<String, Set<String>>> present(List<String> ids) {
        return does(() -> {
            Map<String, Set<String>> present = new HashMap<>();
            for (String id : ids) {
                Set<String> people = new HashSet<>();
                row(id).present.forEach((person, until) -> {
                    if (until > now()) {
                        people.add(person);
                    }
                });
                present.put(id, people);
            }
            return present;
        });
    }

    @Override
    public Mono<List<Overlap>> overlaps(String id) {
        return does(() -> {
            List<Overlap> overlaps = new ArrayList<>();
            for (Row other : rows.values()) {
                if (other.brief.id().equals(id)) {
                    break;
                }
                Overlap both = overlap(other, id);
                if (!other.over && both.count() > 0) {
                    overlaps.add(both);
                }
            }
            return overlaps;
        });
    }
}
