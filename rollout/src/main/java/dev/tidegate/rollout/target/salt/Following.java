package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * Follows one order's jobs until every node is told, or nobody listens any more.
 *
 * <p>Events tell answers at once and may lose any of them. The job list is asked at the beginning, whenever the events begin
 * again, and now and then; what it has is true. Nodes it has nothing of are asked whether they run the job: the silent are
 * unreachable; those that live and do not run it have been killed or their answer was lost, and what they can still prove
 * decides. A salt-api that is away changes nothing: it is asked again until somebody's deadline ends this.
 */
final class Following {
    /** What a job that no minion was sent to is called in the name of an order's jobs. */
    static final String NOBODY = "-";

    private static final Logger log = LoggerFactory.getLogger(Following.class);
    /** Answers by events that may wait for their listener; the oldest are dropped, the job list has them. */
    private static final int WAITING = 4096;
    /** How many jobs of one order are looked at together. */
    private static final int TOGETHER = 4;

    private final Jobs jobs;
    private final Events events;
    private final Duration every;
    private final Function<List<String>, Flux<Proof>> prove;
    private final String revision;
    private final List<String> jids;
    private final Set<String> pending = ConcurrentHashMap.newKeySet();
    /** Jobs' nodes as far as they are known, and the looks of one job never overlap. */
    private final Map<String, List<String>> minions = new ConcurrentHashMap<>();

    private final Map<String, Suspects> suspects = new ConcurrentHashMap<>();

    /**
     * @param jids of the order's jobs; without those whose nodes the master did not know
     * @param prove reads the revision back, for nodes whose answer was lost
     */
    Following(
            Jobs jobs,
            Events events,
            Duration every,
            Function<List<String>, Flux<Proof>> prove,
            String revision,
            List<String> nodes,
            List<String> jids) {
        this.jobs = jobs;
        this.events = events;
        this.every = every;
        this.prove = prove;
        this.revision = revision;
        this.jids = List.copyOf(jids);
        this.pending.addAll(nodes);
    }

    Flux<NodeResult> results() {
        Flux<NodeResult> told = events.signals()
                .ofType(Events.Signal.Answered.class)
                .filter(signal -> jids.contains(signal.answer().jid()))
                .map(signal ->
                        Returns.judge(signal.answer().node(), signal.answer().data()))
                .onBackpressureBuffer(WAITING, unused -> {}, BufferOverflowStrategy.DROP_OLDEST);
        Flux<NodeResult> looked = Flux.merge(
                        events.signals().ofType(Events.Signal.Connected.class).map(unused -> 0L),
                        Flux.interval(Duration.ZERO, every))
                .onBackpressureLatest()
                .concatMap(unused -> look(), 1);
        return Flux.merge(told, looked)
                .filter(result -> pending.remove(result.node()))
                .takeUntil(unused -> pending.isEmpty());
    }

    private Flux<NodeResult> look() {
        return Flux.fromIterable(jids)
                .flatMap(this::lookAt, TOGETHER)
                .concatWith(Flux.defer(() -> Flux.fromIterable(unknown())));
    }

    private Flux<NodeResult> lookAt(String jid) {
        List<String> known = minions.get(jid);
        if (known != null && known.stream().noneMatch(pending::contains)) {
            return Flux.empty();
        }
        return jobs.list(jid)
                .flatMapMany(job -> job.map(this::read).orElseGet(Flux::empty))
                .onErrorResume(TargetException.class, failure -> {
                    log.warn("job {} cannot be looked at now: {}", jid, failure.getMessage());
                    return Flux.empty();
                });
    }

    private Flux<NodeResult> read(Jobs.Job job) {
        minions.put(job.jid(), job.minions());
        List<NodeResult> answered = job.answers().entrySet().stream()
                .map(entry -> Returns.judge(entry.getKey(), entry.getValue()))
                .toList();
        List<String> silent = job.minions().stream()
                .filter(node -> pending.contains(node) && !job.answers().containsKey(node))
                .toList();
        return Flux.fromIterable(answered).concatWith(silent.isEmpty() ? Flux.empty() : suspect(job.jid(), silent));
    }

    private Flux<NodeResult> suspect(String jid, List<String> silent) {
        return jobs.ask(jid, silent).flatMapMany(said -> {
            Suspects.Found found =
                    suspects.computeIfAbsent(jid, unused -> new Suspects()).note(silent, said);
            Flux<NodeResult> unreachable = Flux.fromIterable(found.unreachable())
                    .map(node -> new NodeResult(node, Kind.UNREACHABLE, unreachable(said.path(node))));
            return found.lost().isEmpty() ? unreachable : unreachable.concatWith(lost(jid, found.lost()));
        });
    }

    private static String unreachable(JsonNode said) {
        return "its minion does not answer" + (said.isString() ? ": " + Returns.shorten(said.stringValue()) : "");
    }

    /** The list is read once more: the answer may have come while the node was asked. */
    private Flux<NodeResult> lost(String jid, List<String> nodes) {
        return jobs.list(jid).flatMapMany(job -> {
            Set<String> answered =
                    job.map(found -> found.answers().keySet()).map(Set::copyOf).orElse(Set.of());
            List<String> lost =
                    nodes.stream().filter(node -> !answered.contains(node)).toList();
            return lost.isEmpty() ? Flux.empty() : prove.apply(lost).map(this::judge);
        });
    }

    private NodeResult judge(Proof proof) {
        if (proof.revision().equals(Optional.of(revision))) {
            return new NodeResult(
                    proof.node(), Kind.SUCCEEDED, "its answer was lost; it has the revision: " + proof.detail());
        }
        return Returns.failed(
                proof.node(),
                "the job does not run on it and it never answered: killed, or its answer was lost; "
                        + proof.revision()
                                .map(other -> "it has revision " + other)
                                .orElse(proof.detail()));
    }

    /** Nodes that no job was sent to, once it is known of all jobs whom they were sent to. */
    private List<NodeResult> unknown() {
        if (!minions.keySet().containsAll(jids)) {
            return List.of();
        }
        Set<String> sent = new HashSet<>();
        minions.values().forEach(sent::addAll);
        List<NodeResult> unknown = new ArrayList<>();
        for (String node : pending) {
            if (!sent.contains(node)) {
                unknown.add(new NodeResult(
                        node, Kind.UNREACHABLE, "the Salt master has no accepted key of a minion of this name"));
            }
        }
        return unknown;
    }

    /** The ids in the name of an order's jobs. */
    static List<String> jids(String job) {
        List<String> jids = new ArrayList<>();
        for (String jid : job.split(",", -1)) {
            if (jid.matches("\\d{20}")) {
                jids.add(jid);
            } else if (!jid.equals(NOBODY)) {
                throw new TargetException("\"" + job + "\" is not the name of Salt jobs");
            }
        }
        return jids;
    }
}
