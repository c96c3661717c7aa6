package dev.tidegate.rollout.lease.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * A table of things that one process at a time works on. A row has the columns {@code id}, {@code owner}, {@code epoch} and
 * {@code lease_until}. Taking a row over raises its epoch, so that whoever had it before can be told from who has it now;
 * all times are the database's.
 */
public final class LeaseTable {
    private final String claim;
    private final String renew;
    private final String release;

    /**
     * The names are written into the statements, so they are ours and never a user's.
     *
     * @param open condition under which a row is still worked on
     * @param order column by which rows are taken, the least first
     * @param columns that come with a row that was taken; the table goes by {@code s}
     */
    public LeaseTable(String table, String open, String order, String columns) {
        this.claim = """
            update %1$s s set owner = $1, epoch = epoch + 1,
                              lease_until = clock_timestamp() + make_interval(secs => $2)
             where id in (select id from %1$s
                           where %2$s and id <> all ($3)
                             and (owner is null or owner = $1 or lease_until < clock_timestamp())
                           order by %3$s limit $4 for update skip locked)
            returning %4$s\
            """.formatted(table, open, order, columns);
        this.renew = """
            update %1$s s set lease_until = clock_timestamp() + make_interval(secs => $3)
              from unnest($1::text[], $2::bigint[]) as h (id, epoch)
             where s.id = h.id and s.epoch = h.epoch and %2$s
            returning s.id, s.epoch\
            """.formatted(table, open);
        this.release = "update %s set owner = null, lease_until = null where id = $1 and epoch = $2 and %s"
                .formatted(table, open);
    }

    /** A row that somebody works on. */
    public record Held(String id, long epoch) {}

    /** Takes what nobody has, what was the owner's before, and what was not renewed in time; all but what it has already. */
    public <T> Mono<List<T>> claim(
            Connection connection,
            Function<Readable, T> image,
            String owner,
            Duration lease,
            Collection<String> has,
            int atMost) {
        return query(connection, image, claim, owner, seconds(lease), has.toArray(String[]::new), atMost);
    }

    /** Prolongs; gives those that are still held. */
    public Mono<Set<Held>> renew(Connection connection, Collection<Held> held, Duration lease) {
        return query(
                        connection,
                        row -> new Held(
                                Objects.requireNonNull(row.get("id", String.class)),
                                Objects.requireNonNull(row.get("epoch", Long.class))),
                        renew,
                        held.stream().map(Held::id).toArray(String[]::new),
                        held.stream().map(Held::epoch).toArray(Long[]::new),
                        seconds(lease))
                .map(HashSet::new);
    }

    /** Gives up; false when it was not held any more. */
    public Mono<Boolean> release(Connection connection, Held held) {
        return update(connection, release, held.id(), held.epoch()).map(rows -> rows > 0);
    }

    /** As intervals are bound. */
    public static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
