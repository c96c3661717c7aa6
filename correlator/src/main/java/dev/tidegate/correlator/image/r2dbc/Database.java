package dev.tidegate.correlator.image.r2dbc;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Connections, transactions and statements in the few forms that are needed here. */
public final class Database {
    /** No statement here may take longer; a server that does not answer must not hold a lane for ever. */
    public static final Duration BOUND = Duration.ofSeconds(30);

    private final ConnectionFactory connections;

    public Database(ConnectionFactory connections) {
        this.connections = connections;
    }

    /** Work on a connection of its own; statements commit one by one. */
    public <T> Mono<T> use(Function<Connection, Mono<T>> work) {
        return toItsEnd(Mono.usingWhen(connections.create(), work, Connection::close));
    }

    /** Work that is done as a whole or not at all. The answer is waited for within {@link #BOUND}. */
    public <T> Mono<T> transaction(Function<Connection, Mono<T>> work) {
        return toItsEnd(Mono.usingWhen(
                        connections.create(),
                        connection -> Mono.usingWhen(
                                Mono.from(connection.beginTransaction()).thenReturn(connection),
                                work,
                                Connection::commitTransaction,
                                (begun, failure) -> begun.rollbackTransaction(),
                                Connection::rollbackTransaction),
                        Connection::close))
                .timeout(BOUND);
    }

    /**
     * Who stops waiting stops nothing: a connection that goes back to its pool in the middle of a transaction would take
     * the next user's statements into it, and the locks of both would stay.
     */
    private static <T> Mono<T> toItsEnd(Mono<T> work) {
        return Mono.fromFuture(work::toFuture, true);
    }

    /** How many rows a statement touched. */
    public static Mono<Long> update(Connection connection, String sql, @Nullable Object... parameters) {
        return Flux.from(bind(connection, sql, parameters).execute())
                .concatMap(Result::getRowsUpdated)
                .reduce(0L, Long::sum);
    }

    /** The rows of a query. */
    public static <T> Mono<List<T>> query(
            Connection connection, Function<Readable, T> image, String sql, @Nullable Object... parameters) {
        return Flux.from(bind(connection, sql, parameters).execute())
                .concatMap(result -> result.map(image))
                .collectList();
    }

    /** Parameters by position; a null is bound as a null text. */
    private static Statement bind(Connection connection, String sql, @Nullable Object... parameters) {
        Statement statement = connection.createStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter == null) {
                statement.bindNull(i, String.class);
            } else {
                statement.bind(i, parameter);
            }
        }
        return statement;
    }
}
