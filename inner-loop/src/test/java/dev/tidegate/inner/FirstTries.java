package dev.tidegate.inner;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Ends each property after as many tries as fit into {@link #LIMIT}, at least one. A try that fails is never the last good
 * one: it fails as ever. Only the inner loop has this on its class path; the full run makes all tries.
 */
public final class FirstTries implements AroundTryHook {
    static final Duration LIMIT = Duration.ofMillis(500);

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        Store<Long> begun = Store.getOrCreate(FirstTries.class, Lifespan.PROPERTY, System::nanoTime);
        TryExecutionResult result = aTry.execute(parameters);
        boolean over = System.nanoTime() - begun.get() >= LIMIT.toNanos();
        return over && result.isSatisfied() ? TryExecutionResult.satisfied(true) : result;
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }
}
