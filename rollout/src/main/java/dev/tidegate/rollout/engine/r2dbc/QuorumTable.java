package dev.tidegate.rollout.engine.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.rollout.engine.Grip;
import dev.tidegate.rollout.engine.Neighbour;
import dev.tidegate.rollout.engine.QuorumTakenException;
import dev.tidegate.rollout.engine.RolloutStore.Step;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/** What rollouts have of quorum groups, in table {@code rollout_quorum}. */
final class QuorumTable {
    /** Whoever takes something looks alone what others have: neither of two misses the other. */
    private static final String ALONE =
            "select 1 as held from (select pg_advisory_xact_lock(hashtext('tidegate takes a quorum group'))) held";

    /** A group that it did not have, when a wave begins; a member that did not move, when another's does. */
    private static final String TAKEN = """
            select o.quorum from rollout r
              join rollout_quorum o on o.tenant = r.tenant and o.rollout <> r.id
              join unnest($2::text[], $3::boolean[]) as g (quorum, moving) on g.quorum = o.quorum
              left join rollout_quorum m on m.tenant = r.tenant and m.rollout = r.id and m.quorum = g.quorum
             where r.id = $1
               and ($4 and m.quorum is null or g.moving and o.moving and m.moving is distinct from true)
             order by o.quorum limit 1""";

    private static final String LET_GO = "delete from rollout_quorum where rollout = $1 and quorum <> all ($2)";
    private static final String TAKE = """
            insert into rollout_quorum (tenant, quorum, rollout, node, moving)
            select r.tenant, g.quorum, r.id, g.node, g.moving
              from rollout r, unnest($2::text[], $3::text[], $4::boolean[]) as g (quorum, node, moving)
             where r.id = $1
            on conflict (tenant, quorum, rollout) do update set node = excluded.node, moving = excluded.moving""";

    private static final String NEIGHBOURS = """
            select o.rollout, other.title, o.quorum, o.node, o.moving
              from rollout r
              join rollout_quorum o on o.tenant = r.tenant and o.rollout <> r.id and o.quorum = any ($2)
              join rollout other on other.id = o.rollout
             where r.id = $1 order by o.rollout, o.quorum""";

    private QuorumTable() {}

    /**
     * Before a step is written: looks whether what it takes is free, and keeps it so until the transaction ends. Fails with
     * {@link QuorumTakenException} when it is not.
     */
    static Mono<Boolean> free(Connection connection, String rollout, Step step) {
        List<Grip> grips = step.grips().map(Step.Grips::all).orElse(List.of());
        if (grips.isEmpty()) {
            return Mono.just(true);
        }
        Mono<Boolean> alone = query(connection, row -> true, ALONE).thenReturn(true);
        return step.grips().map(Step.Grips::insists).orElse(false)
                ? alone
                : alone.then(query(
                                connection,
                                row -> Columns.text(row, "quorum"),
                                TAKEN,
                                rollout,
                                groups(grips),
                                moving(grips),
                                step.begins()))
                        .flatMap(taken -> taken.isEmpty()
                                ? Mono.just(true)
                                : Mono.error(() -> new QuorumTakenException(taken.getFirst())));
    }

    /** Writes what a rollout has after a step. */
    static Mono<Long> write(Connection connection, String rollout, List<Grip> grips) {
        Mono<Long> gone = update(connection, LET_GO, rollout, groups(grips));
        return grips.isEmpty()
                ? gone
                : gone.then(update(
                        connection,
                        TAKE,
                        rollout,
                        groups(grips),
                        grips.stream().map(Grip::node).toArray(String[]::new),
                        moving(grips)));
    }

    /** What others of its tenant have of these groups. */
    static Mono<List<Neighbour>> neighbours(Connection connection, String rollout, Collection<String> groups) {
        return query(connection, QuorumTable::neighbour, NEIGHBOURS, rollout, groups.toArray(String[]::new));
    }

    private static Neighbour neighbour(Readable row) {
        return new Neighbour(
                Columns.text(row, "rollout"),
                Columns.text(row, "title"),
                new Grip(
                        Columns.text(row, "quorum"),
                        Columns.text(row, "node"),
                        Columns.there(row, "moving", Boolean.class)));
    }

    private static String[] groups(List<Grip> grips) {
        return grips.stream().map(Grip::group).toArray(String[]::new);
    }

    private static Boolean[] moving(List<Grip> grips) {
        return grips.stream().map(Grip::moving).toArray(Boolean[]::new);
    }
}
