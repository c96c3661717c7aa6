package dev.tidegate.rollout.flow;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Connections to a real database on which every statement fails once: the first time it is tried between two transactions
 * that were committed. So each step of a history meets a failure at each statement it takes, and then succeeds.
 */
final class Cuts {
    /** What befalls a statement. */
    enum How {
        /** None does. */
        NEVER,
        /** The server ends the connection before it. */
        CUT,
        /** It is done, and nobody hears of it; a transaction is aborted by it, but a commit is done. */
        UNHEARD
    }

    private final How how;
    private final ConnectionFactory real;
    private final Set<String> met = ConcurrentHashMap.newKeySet();
    private final AtomicInteger committed = new AtomicInteger();

    Cuts(How how, ConnectionFactory real) {
        this.how = how;
        this.real = real;
    }

    /** How many statements have failed. */
    int failed() {
        return met.size();
    }

    private boolean strikes(String statement) {
        return how != How.NEVER && met.add(committed.get() + " " + statement);
    }

    /** The connections. */
    ConnectionFactory connections() {
        return proxy(
                ConnectionFactory.class,
                real,
                (method, arguments) -> method.getName().equals("create")
                        ? Mono.from(real.create()).flatMap(made -> pid(made).map(pid -> connection(made, pid)))
                        : PASS);
    }

    private static Mono<Integer> pid(Connection connection) {
        return Flux.from(connection
                        .createStatement("select pg_backend_pid() as pid")
                        .execute())
                .concatMap(result -> result.map(row -> Objects.requireNonNull(row.get("pid", Integer.class))))
                .single();
    }

    /** Done when the server process behind the connection is gone. */
    private Mono<Boolean> end(int pid) {
        return Mono.usingWhen(
                real.create(),
                connection -> Flux.from(connection
                                .createStatement("select pg_terminate_backend($1, 10000) as gone")
                                .bind(0, pid)
                                .execute())
                        .concatMap(result -> result.map(row -> Objects.requireNonNull(row.get("gone", Boolean.class))))
                        .single(),
                Connection::close);
    }

    private static <T> Mono<T> unheard() {
        return Mono.error(() -> new R2dbcNonTransientResourceException("the connection was lost"));
    }

    private Connection connection(Connection made, int pid) {
        return proxy(Connection.class, made, (method, arguments) -> switch (method.getName()) {
            case "createStatement" -> {
                String sql = String.valueOf(Objects.requireNonNull(arguments)[0]);
                yield statement(made, pid, made.createStatement(sql), sql);
            }
            case "commitTransaction" -> commit(made, pid);
            default -> PASS;
        });
    }

    private Mono<Void> commit(Connection made, int pid) {
        return Mono.defer(() -> {
            Mono<Void> done = Mono.from(made.commitTransaction());
            if (!strikes("commit")) {
                return done.doOnSuccess(unused -> committed.incrementAndGet());
            }
            return how == How.CUT
                    ? end(pid).then(done)
                    : done.then(Mono.fromRunnable(committed::incrementAndGet)).then(unheard());
        });
    }

    private Statement statement(Connection made, int pid, Statement real, String sql) {
        return proxy(
                Statement.class,
                real,
                (method, arguments) ->
                        method.getName().equals("execute") && strikes(sql) ? fail(made, pid, real) : PASS);
    }

    private Flux<Result> fail(Connection made, int pid, Statement statement) {
        if (how == How.CUT) {
            return end(pid).thenMany(Flux.from(statement.execute()).cast(Result.class));
        }
        Flux<Long> aborting = made.isAutoCommit() ? Flux.empty() : rows(made.createStatement("select 1 / 0"));
        return rows(statement).thenMany(aborting).thenMany(Cuts.<Result>unheard());
    }

    private static Flux<Long> rows(Statement statement) {
        return Flux.from(statement.execute()).concatMap(Result::getRowsUpdated);
    }

    /** Says that the real thing shall do it. */
    private static final Object PASS = new Object();

    private interface Instead {
        Object of(Method method, Object @Nullable [] arguments);
    }

    private static <P> P proxy(Class<P> type, P real, Instead instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object other = instead.of(method, arguments);
                    if (other != PASS) {
                        return other;
                    }
                    try {
                        Object done = method.invoke(real, arguments);
                        // a statement that is bound gives itself
                        return type.isInstance(done) ? self : done;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }

    /** A port whose calls are counted as long as nobody has answered them. */
    static <P> P counted(Class<P> port, P real, AtomicInteger underWay, Object quiet) {
        return proxy(
                port,
                real,
                (method, arguments) -> Mono.defer(() -> {
                    underWay.incrementAndGet();
                    return Mono.from(called(method, real, arguments)).doFinally(signal -> {
                        if (underWay.decrementAndGet() == 0) {
                            synchronized (quiet) {
                                quiet.notifyAll();
                            }
                        }
                    });
                }));
    }

    private static Publisher<?> called(Method method, Object real, Object @Nullable [] arguments) {
        try {
            return (Publisher<?>) Objects.requireNonNull(method.invoke(real, arguments));
        } catch (ReflectiveOperationException e) {
            return Mono.error(e);
        }
    }
}
