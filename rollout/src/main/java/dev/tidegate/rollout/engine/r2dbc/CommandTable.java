package dev.tidegate.rollout.engine.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.RolloutStore.Answer;
import dev.tidegate.rollout.engine.RolloutStore.Asked;
import dev.tidegate.rollout.engine.RolloutStore.Hold;
import dev.tidegate.rollout.engine.json.RolloutJson;
import io.r2dbc.spi.Connection;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** What people want of rollouts and what they were answered, in table {@code rollout_command}. */
final class CommandTable {
    /** The lock keeps the rollout from ending meanwhile. */
    private static final String ASK = """
        insert into rollout_command (rollout, body, asked_at)
        select id, $2::text, $3::timestamptz from rollout where id = $1 and not over for share
        returning number\
        """;

    private static final String ASKED = """
        select rollout, number, body from rollout_command
         where rollout = any ($1) and answered_at is null order by number\
        """;
    private static final String ANSWER = """
        update rollout_command c set answered_at = clock_timestamp(), reply = a.reply
          from unnest($1::bigint[], $2::text[]) as a (number, reply)
         where c.number = a.number and c.answered_at is null\
        """;
    private static final String ANSWERED =
            "select reply from rollout_command where number = $1 and answered_at is not null";
    /** After its row was written in the same transaction: whoever asks waits for that row, or was seen here. */
    private static final String CLOSE = """
        update rollout set over = true, owner = null
         where id = $1 and epoch = $2
           and not exists (select 1 from rollout_command where rollout = $1 and answered_at is null)\
        """;

    private CommandTable() {}

    /** Its number; empty when the rollout is over. */
    static Mono<Long> ask(Connection connection, String rollout, RolloutCommand command, Instant at) {
        return query(
                        connection,
                        row -> Columns.there(row, "number", Long.class),
                        ASK,
                        rollout,
                        RolloutJson.command(command),
                        at)
                .flatMap(numbers -> Mono.justOrEmpty(numbers.stream().findFirst()));
    }

    /** What is not answered, oldest first. */
    static Mono<List<Asked>> asked(Connection connection, List<String> rollouts) {
        return query(
                connection,
                row -> new Asked(
                        Columns.text(row, "rollout"),
                        Columns.there(row, "number", Long.class),
                        RolloutJson.command(Columns.text(row, "body"))),
                ASKED,
                (Object) rollouts.toArray(String[]::new));
    }

    static Mono<Long> answer(Connection connection, List<Answer> answers) {
        return update(
                connection,
                ANSWER,
                answers.stream().map(Answer::number).toArray(Long[]::new),
                answers.stream()
                        .map(answer -> RolloutJson.reply(answer.reply()))
                        .toArray(String[]::new));
    }

    /** Empty as long as there is none. */
    static Mono<RolloutReply> answered(Connection connection, long number) {
        return query(connection, row -> RolloutJson.reply(Columns.text(row, "reply")), ANSWERED, number)
                .flatMap(replies -> Mono.justOrEmpty(replies.stream().findFirst()));
    }

    /** Ends a rollout of which nobody wants anything; false when somebody does. */
    static Mono<Boolean> close(Connection connection, Hold hold) {
        return update(connection, CLOSE, hold.id(), hold.epoch()).map(rows -> rows > 0);
    }
}
