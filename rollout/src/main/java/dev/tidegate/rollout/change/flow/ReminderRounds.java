package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.ChangeBook;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Reminder;
import dev.tidegate.rollout.change.Reminders;
import dev.tidegate.rollout.change.Wait;
import dev.tidegate.rollout.change.json.ChangeAudit;
import dev.tidegate.rollout.risk.Calibration;
import dev.tidegate.rollout.risk.History;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Tells reminders when they are due, each once, whichever process gets to it. */
public final class ReminderRounds {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderRounds.class);
    private static final int AT_ONCE = 50;
    private static final int LOOKED_AT = 1_000;

    private final ChangeBook book;
    private final Reminders reminders;
    private final History history;
    private final ChangeSettings settings;
    private final Scheduler scheduler;
    private final MeterRegistry meters;
    private final Map<Wait.What, AtomicLong> waiting = new EnumMap<>(Wait.What.class);
    private final Map<Wait.What, AtomicLong> pressing = new EnumMap<>(Wait.What.class);
    private final AtomicReference<Calibration> calibration = new AtomicReference<>(Calibration.NONE);
    private final Disposable.Swap beat = Disposables.swap();

    public ReminderRounds(
            ChangeBook book,
            Reminders reminders,
            History history,
            ChangeSettings settings,
            Scheduler scheduler,
            MeterRegistry meters) {
        this.book = book;
        this.reminders = reminders;
        this.history = history;
        this.settings = settings;
        this.scheduler = scheduler;
        this.meters = meters;
        count("tidegate.changes.waiting", "changes that wait for somebody; a thousand are looked at", waiting);
        count("tidegate.changes.pressing", "those that have waited for too long, or have little time left", pressing);
        meters.gauge(
                "tidegate.changes.risk.logloss",
                calibration,
                known -> known.get().logLoss());
        meters.gauge(
                "tidegate.changes.risk.ratio", calibration, known -> known.get().ratio());
    }

    /** Begins to beat; ended by {@link #close()}. */
    public void start() {
        beat.update(Flux.interval(settings.beat(), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> round().onErrorResume(failure -> {
                            LOG.warn("reminders could not be looked at, and are again: {}", failure.toString());
                            return Mono.empty();
                        }),
                        0)
                .subscribe());
    }

    public void close() {
        beat.dispose();
    }

    /** How many were told. */
    Mono<Long> round() {
        return history.calibration()
                .doOnNext(calibration::set)
                .then(book.waiting("", now(), LOOKED_AT))
                .doOnNext(this::count)
                .then(reminders.claim(settings.node(), settings.lease(), AT_ONCE))
                .flatMapIterable(due -> due)
                .concatMap(this::tell)
                .filter(told -> told)
                .count();
    }

    private void count(String name, String description, Map<Wait.What, AtomicLong> counts) {
        for (Wait.What what : Wait.What.values()) {
            AtomicLong count = new AtomicLong();
            counts.put(what, count);
            Gauge.builder(name, count, AtomicLong::get)
                    .description(description)
                    .tag("what", what.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
    }

    private void count(List<Kept> found) {
        Instant now = now();
        List<Wait> waits =
                found.stream().flatMap(kept -> Wait.of(kept, now).stream()).toList();
        waiting.forEach((what, count) ->
                count.set(waits.stream().filter(wait -> wait.what() == what).count()));
        pressing.forEach((what, count) -> count.set(waits.stream()
                .filter(wait -> wait.what() == what && wait.pressing())
                .count()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS)).truncatedTo(ChronoUnit.MICROS);
    }

    private Mono<Boolean> tell(Reminder reminder) {
        Instant now = now();
        return book.find(reminder.change(), "").flatMap(change -> {
            if (!reminder.stillNeeded(change, now)) {
                return reminders.dropped(reminder, "nobody is waited for").thenReturn(false);
            }
            return reminders
                    .told(reminder, ChangeAudit.reminded(change, reminder, now))
                    .doOnNext(told -> {
                        if (told) {
                            String to = reminder.to()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-');
                            meters.counter("tidegate.changes.reminders", "to", to)
                                    .increment();
                            LOG.info("{} of change {}: {}", to, reminder.change(), reminder.words());
                        }
                    });
        });
    }
}
