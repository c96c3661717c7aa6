package dev.tidegate.gateway.read;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads incidents. */
public interface IncidentReads {
    Flux<IncidentRow> incidents(IncidentQuery query, IncidentQuery.@Nullable After after, int limit);

    Mono<Counts> counts(IncidentQuery query);

    /**
     * One incident; empty when there is none of this id.
     *
     * @param tenant whose: another's is as good as none; empty for everybody's
     */
    Mono<IncidentRow> incident(String tenant, String id);

    Flux<MemberRow> members(MemberQuery query, MemberQuery.Part part);

    /** @param top so many names and nodes are counted by name */
    Mono<MemberCounts> memberCounts(MemberQuery query, int top);

    /** Nodes that an incident hit, those first on which most alerts fire; what has left it does not count. */
    Flux<HitNode> nodes(String tenant, String incident, int limit);

    /** How many members joined by which kind of reason. */
    Mono<Map<String, Long>> reasons(String incident);

    /**
     * Events of an incident, and those by which others were merged into it or it was split off, as the JSON they are
     * published as.
     */
    Flux<EventRow> timeline(TimelineQuery query);
}
