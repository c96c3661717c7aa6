package dev.tidegate.rollout.change.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Overlap;
import dev.tidegate.rollout.change.OverlapException;
import dev.tidegate.rollout.change.Reach;
import dev.tidegate.rollout.change.Reminder;
import dev.tidegate.rollout.change.json.ContentJson;
import dev.tidegate.rollout.change.json.RiskJson;
import dev.tidegate.rollout.risk.Risk;
import io.r2dbc.spi.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What hangs on a change: its revisions, answers, reach and reminders, each within the transaction that writes the change. */
final class ChangeParts {
    private static final int OVERLAPS = 20;

    private ChangeParts() {}

    /** Whoever is let go waits here for whoever else is, and is refused when their nodes meet. */
    static Mono<Boolean> alone(Connection connection, Change change, Instant at) {
        return query(connection, row -> true, ChangeSql.ONE_AT_A_TIME)
                .then(query(
                        connection,
                        row -> List.of(ChangeRows.there(row, "nodes", String[].class)),
                        "select nodes from change_reach where change = $1",
                        change.id()))
                .flatMap(rows -> rows.isEmpty()
                        ? Mono.just(List.<Overlap>of())
                        : overlapping(connection, change.id(), rows.getFirst(), at, OVERLAPS))
                .flatMap(overlaps -> overlaps.stream()
                        .filter(Overlap::blocks)
                        .findFirst()
                        .map(overlap -> Mono.<Boolean>error(() -> new OverlapException(overlap)))
                        .orElse(Mono.just(true)));
    }

    static Mono<Long> revision(Connection connection, Change change, Instant at) {
        return update(
                connection,
                ChangeSql.REVISION,
                change.id(),
                change.revision(),
                change.author(),
                change.content().hash(),
                ContentJson.write(change.content()).toString(),
                at);
    }

    /** Those that have come since. */
    static Mono<Long> answers(Connection connection, Change read, Change now) {
        return Flux.range(
                        read.approvals().size(),
                        now.approvals().size() - read.approvals().size())
                .concatMap(at -> answer(connection, now, at))
                .reduce(0L, Long::sum);
    }

    private static Mono<Long> answer(Connection connection, Change change, int at) {
        Approval approval = change.approvals().get(at);
        return update(
                connection,
                ChangeSql.ANSWER,
                change.id(),
                change.revision(),
                at + 1,
                approval.side().name().toLowerCase(Locale.ROOT),
                approval.by(),
                approval.hash(),
                approval.start(),
                approval.granted(),
                approval.reason(),
                approval.at());
    }

    static Mono<Long> reach(Connection connection, Change change, Reach reach) {
        return update(
                connection,
                ChangeSql.REACH,
                change.id(),
                change.revision(),
                array(reach.nodes()),
                array(reach.roles()),
                array(reach.sites()),
                reach.told().map(Risk::probability).orElse(0.0),
                reach.told().map(told -> RiskJson.write(told).toString()).orElse(null));
    }

    static Mono<Long> remind(Connection connection, Change change, List<Reminder> reminders) {
        if (reminders.isEmpty()) {
            return Mono.just(0L);
        }
        return update(
                connection,
                ChangeSql.REMIND,
                change.id(),
                change.revision(),
                reminders.stream().map(Reminder::number).toArray(Integer[]::new),
                reminders.stream().map(one -> one.dueAt().toString()).toArray(String[]::new),
                reminders.stream().map(one -> one.about().name()).toArray(String[]::new),
                reminders.stream().map(one -> one.to().name()).toArray(String[]::new),
                reminders.stream().map(Reminder::words).toArray(String[]::new));
    }

    static Mono<List<Overlap>> overlapping(
            Connection connection, String id, Collection<String> nodes, Instant now, int atMost) {
        return query(connection, ChangeRows::overlap, ChangeSql.OVERLAPPING, now, id, array(nodes), atMost);
    }

    private static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }
}
