package dev.tidegate.gateway.config;

import dev.tidegate.gateway.problem.NoConnectionException;
import dev.tidegate.gateway.problem.NoConnectionException.Why;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.PoolMetrics;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcTimeoutException;
import java.util.Locale;
import java.util.function.ToIntFunction;
import reactor.core.publisher.Mono;
import reactor.pool.PoolAcquirePendingLimitException;

/**
 * A pool that says in our words why it gives no connection, and counts it:
 *
 * <ul>
 *   <li>{@code tidegate.postgres.connections{pool,state}}: in use, idle, waited for
 *   <li>{@code tidegate.postgres.refused{pool,reason}}: askers that got none
 * </ul>
 */
final class CountedConnections implements ConnectionFactory {
    private final ConnectionPool pool;
    private final String name;
    private final Pools.Limits limits;
    private final MeterRegistry meters;

    CountedConnections(ConnectionPool pool, String name, Pools.Limits limits, MeterRegistry meters) {
        this.pool = pool;
        this.name = name;
        this.limits = limits;
        this.meters = meters;
        pool.getMetrics().ifPresent(now -> {
            gauge("used", now, PoolMetrics::acquiredSize);
            gauge("idle", now, PoolMetrics::idleSize);
            gauge("waited-for", now, PoolMetrics::pendingAcquireSize);
        });
        for (Why why : Why.values()) { // there from the start, so that a rate can be taken of the first
            refused(why, 0);
        }
    }

    private void gauge(String state, PoolMetrics now, ToIntFunction<PoolMetrics> count) {
        Gauge.builder("tidegate.postgres.connections", now, count::applyAsInt)
                .tag("pool", name)
                .tag("state", state)
                .strongReference(true)
                .register(meters);
    }

    private void refused(Why why, int more) {
        String reason = why.name().toLowerCase(Locale.ROOT);
        meters.counter("tidegate.postgres.refused", "pool", name, "reason", reason)
                .increment(more);
    }

    @Override
    public Mono<? extends Connection> create() {
        return pool.create().onErrorMap(CountedConnections::isRefusal, this::refusal);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof R2dbcException || failure instanceof PoolAcquirePendingLimitException;
    }

    private NoConnectionException refusal(Throwable failure) {
        Why why = switch (failure) {
            case PoolAcquirePendingLimitException unused -> Why.QUEUE_FULL;
            case R2dbcTimeoutException unused -> Why.WAITED;
            default -> Why.UNREACHABLE;
        };
        refused(why, 1);
        String detail = switch (why) {
            case QUEUE_FULL -> "%,d questions wait for the database already".formatted(limits.waiting());
            case WAITED -> "the database was busy for all the time that a question waits for it";
            case UNREACHABLE -> "the database cannot be reached: " + failure.getMessage();
        };
        return new NoConnectionException(why, detail, failure);
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return pool.getMetadata();
    }
}
