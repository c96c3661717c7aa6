package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Quorum groups that this rollout shares with others. Within a rollout the plan sees to it that no two members of a group go
 * together; between rollouts this does:
 *
 * <ul>
 *   <li>a wave begins when no other rollout has a member of its groups, and has them all from then on until it has passed or
 *       is back. While it waits it has none, so no two rollouts wait for one another; who was first goes first.
 *   <li>a node is told, either way, when no member of its group is on its way in another rollout.
 *   <li>going back waits for no more than that, and never longer than a node may take: a bad revision is worse.
 * </ul>
 *
 * <p>What others have is looked up again and again, and is a moment old; when the step is written it is looked at once more,
 * together with what this rollout has then.
 */
final class Quorums {
    private final Terms terms;
    private final RolloutState state;
    private final List<String> members;
    private Optional<List<Neighbour>> neighbours = Optional.empty();
    private Optional<String> unknown = Optional.empty();

    Quorums(Terms terms, RolloutState state) {
        this.terms = terms;
        this.state = state;
        this.members = terms.nodes().stream()
                .filter(node -> !terms.quorum(node).isEmpty())
                .toList();
    }

    /** Whether none of its nodes is in a group. */
    boolean isEmpty() {
        return members.isEmpty();
    }

    /** What other rollouts have of this one's groups. */
    void seen(List<Neighbour> all) {
        neighbours = Optional.of(all);
        unknown = Optional.empty();
    }

    /** That could not be looked up; what was seen before counts no more. */
    void unseen(String why) {
        neighbours = Optional.empty();
        unknown = Optional.of(why);
    }

    /** What keeps a wave from beginning. */
    Optional<String> wave(int wave) {
        return members.isEmpty() ? Optional.empty() : against(terms.quorums(terms.nodes(wave)), false);
    }

    /** What keeps nodes from being told. */
    Optional<String> nodes(List<String> nodes) {
        return members.isEmpty() ? Optional.empty() : against(terms.quorums(nodes), true);
    }

    private Optional<String> against(Set<String> groups, boolean moving) {
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return neighbours
                .map(all -> all.stream()
                        .filter(other -> groups.contains(other.grip().group())
                                && (!moving || other.grip().moving()))
                        .min(Comparator.comparing(Neighbour::rollout))
                        .map(Neighbour::words))
                .orElseGet(() ->
                        Optional.of(unknown.map(why -> "which rollouts touch its quorum groups is not known: " + why)
                                .orElse("it is looked which other rollouts touch its quorum groups")));
    }

    /** That it waits, when that is not written yet and it is another rollout that it waits for. */
    List<RolloutEvent> yields(Direction direction, int wave, String reason, Instant now) {
        return state.yielded() || neighbours.isEmpty()
                ? List.of()
                : List.of(new RolloutEvent.Yielded(now, wave, direction, reason));
    }

    /** Whether going back has waited for long enough. */
    boolean patienceIsOver(Instant now) {
        return state.movedAt()
                .map(last -> !now.isBefore(last.plus(terms.nodeTimeout())))
                .orElse(true);
    }

    /** What this rollout has, by group. */
    List<Grip> grips() {
        if (members.isEmpty()) {
            return List.of();
        }
        Map<String, Grip> grips = new TreeMap<>();
        switch (state.phase()) {
            case APPLYING, SOAKING -> take(grips, terms.nodes(state.wave()));
            case PULLING_BACK -> {
                for (int wave = state.wave(); wave >= 1; wave--) {
                    List<String> touched = state.orders().touched(terms.nodes(wave));
                    if (!state.isBack(wave) && !touched.isEmpty()) {
                        take(grips, touched);
                        break;
                    }
                }
            }
            case WAITING, DONE, PULLED_BACK, ABORTED -> {}
        }
        take(grips, members.stream().filter(this::isMoving).toList());
        return List.copyOf(grips.values());
    }

    private boolean isMoving(String node) {
        for (Direction direction : Direction.values()) {
            if (state.orders().node(direction, node).equals(Optional.of(NodeState.IN_FLIGHT))) {
                return true;
            }
        }
        return false;
    }

    private void take(Map<String, Grip> grips, List<String> nodes) {
        for (String node : nodes) {
            String group = terms.quorum(node);
            if (!group.isEmpty()) {
                grips.merge(
                        group,
                        new Grip(group, node, isMoving(node)),
                        (before, more) -> before.moving() ? before : more);
            }
        }
    }

    /** Of these, those that may be told now. */
    List<String> free(List<String> nodes) {
        if (members.isEmpty()) {
            return nodes;
        }
        List<String> free = new ArrayList<>();
        for (String node : nodes) {
            if (nodes(List.of(node)).isEmpty()) {
                free.add(node);
            }
        }
        return free;
    }
}
