package dev.tidegate.rollout.change.flow;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import dev.tidegate.model.topology.Edge;
import dev.tidegate.model.topology.Topology;
import dev.tidegate.rollout.FreshDatabase;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Approval.Side;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.r2dbc.R2dbcChanges;
import dev.tidegate.rollout.change.r2dbc.R2dbcReminders;
import dev.tidegate.rollout.fleet.Fleets;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.risk.r2dbc.R2dbcHistory;
import dev.tidegate.rollout.staging.FakeHealth;
import dev.tidegate.rollout.staging.FakeTarget;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.flow.StagingPorts;
import dev.tidegate.rollout.staging.flow.StagingRuns;
import dev.tidegate.rollout.staging.flow.StagingSettings;
import dev.tidegate.rollout.staging.r2dbc.R2dbcStaging;
import dev.tidegate.rollout.window.Sheet;
import dev.tidegate.rollout.window.json.SheetJson;
import dev.tidegate.rollout.window.r2dbc.R2dbcCalendars;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The way of a change over a real database, with everything outside played by hand, at a time that stands still. */
public final class Desk implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    public final ConnectionFactory connections = FreshDatabase.make();
    public final Database database = new Database(connections);
    public final FakeReview review = new FakeReview();
    public final FakePackages packages = new FakePackages();
    public final FakeTarget target = new FakeTarget();
    public final FakeHealth health = new FakeHealth();
    public final List<Machine> machines = new CopyOnWriteArrayList<>(Examples.fleet());
    public final R2dbcChanges book = new R2dbcChanges(connections);
    public final R2dbcReminders reminders = new R2dbcReminders(connections);
    public final R2dbcCalendars calendars = new R2dbcCalendars(connections);
    public final R2dbcHistory history = new R2dbcHistory(connections);
    public final R2dbcStaging staging = new R2dbcStaging(connections);
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Changes changes;
    public final StagingRuns runs;
    public volatile Instant now = Examples.NOW;

    public Desk() {
        ChangePorts ports = new ChangePorts(
                book,
                (tenant, selector) -> Mono.fromSupplier(() -> Fleets.select(machines, tenant, selector)),
                review,
                packages,
                Map.of("salt", target),
                calendars,
                calendars,
                history,
                history,
                staging,
                text -> PolicyYaml.parse(text, "policy"),
                new Topology(
                        1,
                        List.of(new Edge("vm1", "cmp10", "host", "test"), new Edge("vm2", "cmp10", "host", "test"))));
        ChangeSettings settings = new ChangeSettings(
                "test", Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(1));
        changes = new Changes(ports, settings, () -> now, meters);
        runs = new StagingRuns(
                new StagingPorts(staging, book, ports.fleet(), packages, Map.of("salt", target), health),
                settings("test"),
                Schedulers.parallel(),
                meters);
    }

    /** Quick ones. */
    public static StagingSettings settings(String node) {
        return new StagingSettings(
                node,
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofMillis(500),
                Duration.ofMillis(20),
                2,
                Duration.ofMillis(10),
                5);
    }

    public StagingRuns runs(String node) {
        return new StagingRuns(
                new StagingPorts(
                        staging,
                        book,
                        (tenant, selector) -> Mono.fromSupplier(() -> Fleets.select(machines, tenant, selector)),
                        packages,
                        Map.of("salt", target),
                        health),
                settings(node),
                Schedulers.parallel(),
                meters);
    }

    public ChangeView created(String id, Content content) {
        return done(changes.create(id, Examples.ANN, content));
    }

    /** Tries it in staging, to the end. */
    public StagingRun staged(String id) {
        StagingRuns.Started started = done(
                runs.start("s" + id + change(id).change().revision(), change(id).change(), Examples.SUE));
        if (started instanceof StagingRuns.Started.Refused refused) {
            throw new AssertionError(refused.reason());
        }
        runs.start();
        return ended(id);
    }

    /** The newest run, when it has ended. */
    public StagingRun ended(String id) {
        return Objects.requireNonNull(staging.newest(id, change(id).change().revision())
                .flatMap(Mono::justOrEmpty)
                .filter(run -> run.state() != StagingRun.State.RUNNING)
                .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(20)))
                .block(PATIENCE));
    }

    public Kept change(String id) {
        return done(book.kept(id, ""));
    }

    public Mono<ChangeView> yes(String id, Person person, Side side) {
        return Mono.defer(() -> {
            Content content = change(id).change().content();
            return changes.answer(id, person, side, content.hash(), content.start(), true, "");
        });
    }

    /** Created, tried and approved by both sides. */
    public ChangeView approved(String id, Content content) {
        created(id, content);
        staged(id);
        done(changes.answer(id, Examples.SUE, Side.SUPPORT, content.hash(), content.start(), true, ""));
        return done(changes.answer(id, Examples.CARL, Side.CUSTOMER, content.hash(), content.start(), true, ""));
    }

    /** These calendars and no others. */
    public void sheets(String... calendars) {
        List<Sheet> sheets = SheetJson.read(
                ("{\"calendars\":[" + String.join(",", calendars) + "]}").getBytes(StandardCharsets.UTF_8));
        done(this.calendars.replace(
                "", sheets, new AuditEntry(now, "cleo", "", "calendars.replaced", "calendars", "{}")));
    }

    /** Why it was refused. */
    public static String refusal(Mono<?> way) {
        return String.valueOf(way.<String>map(done -> "it was not refused")
                .onErrorResume(ChangeRefusedException.class, refused -> Mono.just(refused.reason()))
                .block(PATIENCE));
    }

    public static <T> T done(Mono<T> way) {
        return Objects.requireNonNull(way.block(PATIENCE));
    }

    public Optional<String> word(String sql) {
        return done(database.use(connection ->
                        Database.query(connection, row -> Objects.requireNonNull(row.get(0, String.class)), sql))
                .map(rows -> rows.stream().findFirst()));
    }

    @Override
    public void close() {
        runs.close().block(PATIENCE);
    }
}
