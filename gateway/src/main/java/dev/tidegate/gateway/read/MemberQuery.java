package dev.tidegate.gateway.read;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which members of an incident. Everything given must hold.
 *
 * @param incident its id
 * @param states empty for any
 * @param severities words; empty for any
 * @param node that the alert names; null for any
 * @param alertname null for any
 * @param words all of them to be found in the alert's name, node, fingerprint or labels; empty for any
 */
public record MemberQuery(
        String incident,
        Set<MemberState> states,
        Set<String> severities,
        @Nullable String node,
        @Nullable String alertname,
        List<String> words) {
    public MemberQuery {
        states = Set.copyOf(states);
        severities = Set.copyOf(severities);
        words = List.copyOf(words);
    }

    public static MemberQuery all(String incident) {
        return new MemberQuery(incident, Set.of(), Set.of(), null, null, List.of());
    }

    /** How members are ordered. Whatever else is equal, the order is by joining time, fingerprint and episode. */
    public enum Order {
        /** As they joined: a member never changes its place. */
        JOINED,
        /** What fires before what is over, what has left last, and the worst first: a place changes when a state does. */
        WORST
    }

    /**
     * Which part of the order.
     *
     * @param after only members that come after this place; null from the beginning
     * @param skip so many of them are passed over
     * @param limit at most so many
     */
    public record Part(Order order, MemberRow.@Nullable Place after, int skip, int limit) {
        public static Part first(Order order, int limit) {
            return new Part(order, null, 0, limit);
        }

        /** Whether it begins at the beginning. */
        public boolean isFirst() {
            return after == null && skip == 0;
        }
    }
}
