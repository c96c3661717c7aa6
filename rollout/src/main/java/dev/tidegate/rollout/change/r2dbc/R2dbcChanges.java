package dev.tidegate.rollout.change.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAudit;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAuditReads;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeBook;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Overlap;
import dev.tidegate.rollout.change.Reach;
import dev.tidegate.rollout.change.Reminder;
import dev.tidegate.rollout.change.Runs;
import dev.tidegate.rollout.change.json.ContentJson;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Changes in tables {@code change}, {@code change_revision}, {@code change_approval} and {@code change_reach}. */
public final class R2dbcChanges implements ChangeBook, Runs {
    private final Database database;

    public R2dbcChanges(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Boolean> create(Change change, AuditEntry audit) {
        return create(change, Reach.NOTHING, List.of(), audit);
    }

    @Override
    public Mono<Boolean> create(Change change, Reach reach, List<Reminder> reminders, AuditEntry audit) {
        Content content = change.content();
        return written(
                audit,
                connection -> update(
                        connection,
                        ChangeSql.CREATE,
                        change.id(),
                        change.tenant(),
                        change.author(),
                        change.revision(),
                        content.hash(),
                        content.title(),
                        ChangeState.of(change, audit.at()).word(),
                        content.start(),
                        content.until(),
                        ContentJson.write(content).toString(),
                        audit.at()),
                connection -> ChangeParts.revision(connection, change, audit.at())
                        .then(ChangeParts.reach(connection, change, reach))
                        .then(ChangeParts.remind(connection, change, reminders)));
    }

    @Override
    public Mono<Boolean> edit(Change read, Change now, Reach reach, List<Reminder> reminders, AuditEntry audit) {
        Content content = now.content();
        return written(
                audit,
                connection -> update(
                        connection,
                        ChangeSql.EDIT,
                        read.id(),
                        read.revision(),
                        read.approvals().size(),
                        emergencyBy(read),
                        reviewer(read),
                        now.author(),
                        now.revision(),
                        content.hash(),
                        content.title(),
                        ChangeState.of(now, audit.at()).word(),
                        content.start(),
                        content.until(),
                        ContentJson.write(content).toString(),
                        audit.at()),
                connection -> ChangeParts.revision(connection, now, audit.at())
                        .then(ChangeParts.reach(connection, now, reach))
                        .then(update(connection, ChangeSql.DROP_REMINDERS, now.id(), audit.at()))
                        .then(ChangeParts.remind(connection, now, reminders)));
    }

    @Override
    public Mono<Boolean> replace(Change read, Change now, AuditEntry audit) {
        ChangeState state = ChangeState.of(now, audit.at());
        boolean lets = state == ChangeState.APPROVED || state == ChangeState.EMERGENCY;
        boolean did = ChangeState.of(read, audit.at()) == state;
        @Nullable
        Instant emergencyAt = now.emergency().map(Change.Emergency::at).orElse(null);
        return written(
                audit,
                connection -> (lets && !did ? ChangeParts.alone(connection, now, audit.at()) : Mono.just(true))
                        .then(update(
                                connection,
                                ChangeSql.REPLACE,
                                read.id(),
                                read.revision(),
                                read.approvals().size(),
                                emergencyBy(read),
                                reviewer(read),
                                state.word(),
                                now.approvals().size(),
                                emergencyBy(now),
                                now.emergency().map(Change.Emergency::reason).orElse(null),
                                now.emergency().map(Change.Emergency::hash).orElse(null),
                                emergencyAt,
                                reviewer(now),
                                audit.at())),
                connection -> ChangeParts.answers(connection, read, now)
                        .then(ChangeParts.remind(connection, now, Reminder.ofEmergency(read, now))));
    }

    /** The rest only when the first statement has touched a row; the audit last, because others wait for it. */
    private Mono<Boolean> written(
            AuditEntry audit, Function<Connection, Mono<Long>> first, Function<Connection, Mono<Long>> rest) {
        return database.transaction(connection -> first.apply(connection)
                .flatMap(rows -> rows == 0
                        ? Mono.just(false)
                        : rest.apply(connection)
                                .then(R2dbcAudit.append(connection, List.of(audit)))
                                .thenReturn(true)));
    }

    @Override
    public Mono<Boolean> reaches(Change change, Reach reach) {
        return database.use(connection -> ChangeParts.reach(connection, change, reach))
                .map(rows -> rows > 0);
    }

    @Override
    public Mono<Change> find(String id, String tenant) {
        return kept(id, tenant).map(Kept::change);
    }

    @Override
    public Mono<Kept> kept(String id, String tenant) {
        return database.use(connection -> query(connection, ChangeRows::kept, ChangeSql.FIND, id, tenant))
                .flatMap(rows -> Mono.justOrEmpty(rows.stream().findFirst()));
    }

    @Override
    public Mono<List<Change>> list(String tenant, int atMost) {
        return newest(tenant, Optional.empty(), Instant.EPOCH, atMost)
                .map(rows -> rows.stream().map(Kept::change).toList());
    }

    @Override
    public Mono<List<Kept>> newest(String tenant, Optional<ChangeState> state, Instant now, int atMost) {
        return database.use(connection -> query(
                connection,
                ChangeRows::kept,
                ChangeSql.NEWEST,
                now,
                tenant,
                state.map(ChangeState::word).orElse(""),
                atMost));
    }

    @Override
    public Mono<List<Kept>> waiting(String tenant, Instant now, int atMost) {
        return database.use(connection -> query(connection, ChangeRows::kept, ChangeSql.WAITING, now, tenant, atMost));
    }

    @Override
    public Mono<List<Kept>> ofReview(String server, int change, int atMost) {
        return database.use(
                connection -> query(connection, ChangeRows::kept, ChangeSql.OF_REVIEW, server, change, atMost));
    }

    @Override
    public Mono<List<Overlap>> overlapping(String id, Collection<String> nodes, Instant now, int atMost) {
        return nodes.isEmpty()
                ? Mono.just(List.of())
                : database.use(connection -> ChangeParts.overlapping(connection, id, nodes, now, atMost));
    }

    @Override
    public Mono<List<AuditRecord>> timeline(String id, int atMost) {
        return database.use(connection -> R2dbcAuditReads.about(connection, id, atMost));
    }

    @Override
    public Mono<Boolean> began(String change, String hash, String rollout, Instant at) {
        return database.use(connection -> update(connection, ChangeSql.BEGAN, change, hash, rollout, at))
                .map(rows -> rows > 0);
    }

    @Override
    public Mono<Boolean> ended(String change, String rollout, Instant at) {
        return database.use(connection -> update(connection, ChangeSql.ENDED, change, rollout, at))
                .map(rows -> rows > 0);
    }

    private static @Nullable String emergencyBy(Change change) {
        return change.emergency().map(Change.Emergency::by).orElse(null);
    }

    private static @Nullable String reviewer(Change change) {
        return change.emergency().flatMap(Change.Emergency::reviewer).orElse(null);
    }
}
