package dev.tidegate.correlator.flow;

import static dev.tidegate.correlator.flow.Installation.PATIENCE;
import static dev.tidegate.correlator.flow.Installation.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.r2dbc.TestDatabase;
import dev.tidegate.correlator.log.kafka.KafkaLogSettings;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.RecordKind;
import dev.tidegate.model.matcher.Matchers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whoever loses the database and keeps the log gets every row back, whatever crashed on the way. */
@Tag("slow")
class RebuildTest {
    private static final int LIVES = 8;
    private static final int RECORDS = 150; // of each
    private static final List<String> ROWS = List.of(
            "select t::text as row from alert t order by 1",
            "select t::text as row from incident t order by 1",
            "select t::text as row from member t order by 1",
            "select t::text as row from silence t order by 1",
            "select t::text as row from event t order by t.partition, t.seq",
            "select partition || ' ' || event_seq || ' ' || policy || ' ' || state as row from shard order by partition");

    private static final Duration LONG = Duration.ofHours(10);

    /** Nothing falls due between the end of the run and that of its replay, however long they take. */
    private static final Policy SLOW = Policy.DEFAULT
            .withInhibitions(List.of(new Policy.Inhibition(
                    Matchers.parse("severity=critical"), Matchers.parse("severity=minor"), List.of("host"))))
            .withTiming(new Policy.Timing(LONG, LONG, LONG, LONG, LONG, LONG))
            .withLimits(new Policy.Limits(250, 100));

    private final JsonCommands codec = new JsonCommands();
    private final Random random = new Random(7);
    private Installation at;
    private String topic = "";

    @BeforeEach
    void open() {
        SharedEmbedded shared = SharedEmbedded.get();
        String prefix = shared.freshTopicPrefix();
        topic = prefix + "alerts";
        at = new Installation(
                KafkaLogSettings.at(shared.kafkaClientProperties())
                        .named(topic, prefix + "incidents", prefix + "group"),
                TestDatabase.migrated());
    }

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void the_log_read_into_empty_tables_gives_every_row_of_the_run_with_its_crashes() {
        Correlator last = runWithCrashes();
        at.awaitApplied(last);
        await("all growth is told", () -> at.count("shard where state -> 'untold' <> '[]'") == 0);
        last.close().block(PATIENCE);
        Map<String, List<String>> live = rows();
        assertThat(live.get(ROWS.get(4))).hasSizeGreaterThan(500);
        assertThat(live.get(ROWS.get(1))).hasSizeGreaterThan(3);
        assertThat(at.count("alert where alertname = 'TidegateAlertsLimited'"))
                .as("no room for all")
                .isPositive();

        at.execute("truncate alert, incident, member, silence, event, shard");
        Correlator again = at.startReal("b", SLOW);
        at.awaitApplied(again);
        again.close().block(PATIENCE);

        Map<String, List<String>> replayed = rows();
        ROWS.forEach(query -> assertThat(replayed.get(query)).as(query).isEqualTo(live.get(query)));
    }

    @Test
    void where_the_beginning_is_no_longer_kept_the_rest_is_read() {
        Correlator last = runWithCrashes();
        at.awaitApplied(last);
        last.close().block(PATIENCE);
        assertThat(forgetWhatIsBeforeTheLastLoads()).isPositive();

        at.execute("truncate alert, incident, member, silence, event, shard");
        ListAppender<ILoggingEvent> told = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(Lane.class);
        told.start();
        log.addAppender(told);
        try {
            Correlator again = at.startReal("b", SLOW);
            at.awaitApplied(again);
            Flux.range(0, 20).concatMap(i -> alerts()).blockLast(PATIENCE);
            at.awaitApplied(again);
        } finally {
            log.detachAppender(told);
        }
        assertThat(at.count("event where kind = 'alert.firing'")).isPositive();
        assertThat(told.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("no longer holds"))
                .as("the gap of a partition, however often it is loaded there")
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    /** Deletes each partition's records up to the third last that tells of a load: where that was is not kept. */
    private int forgetWhatIsBeforeTheLastLoads() {
        Map<TopicPartition, RecordsToDelete> forgotten = new HashMap<>();
        List<Long> ends = Objects.requireNonNull(at.kafka.log().ends().block(PATIENCE));
        for (int partition = 0; partition < ends.size(); partition++) {
            List<Long> loads = loads(partition, ends.get(partition));
            if (loads.size() >= 3) {
                forgotten.put(
                        new TopicPartition(topic, partition),
                        RecordsToDelete.beforeOffset(loads.get(loads.size() - 3)));
            }
        }
        try (Admin admin = Admin.create(SharedEmbedded.get().kafkaClientProperties())) {
            admin.deleteRecords(forgotten)
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        return forgotten.size();
    }

    /** The places of the records that tell of a load. */
    private List<Long> loads(int partition, long end) {
        return Objects.requireNonNull(at.kafka
                .log()
                .read(partition, 0)
                .takeUntil(batch -> batch.getLast().offset() + 1 >= end)
                .concatMapIterable(batch -> batch)
                .filter(this::isLoad)
                .map(EventLog.Entry::offset)
                .collectList()
                .block(PATIENCE));
    }

    private boolean isLoad(EventLog.Entry entry) {
        return RecordKind.of(entry.record()) == RecordKind.COMMAND
                && codec.read(entry.record()) instanceof Command.Loaded;
    }

    /** A stream of records; every now and then the correlator dies in the middle and another goes on. */
    private Correlator runWithCrashes() {
        Correlator running = at.startReal("a", SLOW);
        for (int life = 0; life < LIVES; life++) {
            Flux.range(0, RECORDS)
                    .concatMap(i ->
                            i % 40 == 0 ? at.kafka.log().append(random.nextInt(4), codec.write(asked())) : alerts())
                    .blockLast(PATIENCE);
            running.abandon();
            running = at.startReal("a", SLOW);
        }
        assertThat(at.count("event")).isPositive();
        return running;
    }

    private Command asked() {
        String incident = Scope.of("site-" + random.nextInt(6)).shortId() + "-" + (1 + random.nextInt(4));
        return switch (random.nextInt(4)) {
            case 0 -> new Command.Acknowledge(incident, "mine", "ann");
            case 1 -> new Command.Merge(incident, incident.replaceAll("\\d+$", "1"), null, "ann");
            case 2 -> new Command.Comment(incident, "hm", "ann");
            default -> {
                Instant now = Instant.now();
                yield new Command.PutSilence(
                        "s" + random.nextInt(3),
                        "",
                        Matchers.parse("host=~\"n1.*\""),
                        now.minusSeconds(1),
                        now.plusSeconds(3_600),
                        "ann",
                        "works",
                        "ann");
            }
        };
    }

    private Mono<EventLog.Appended> alerts() {
        Instant now = Instant.now();
        Scope scope = Scope.of("site-" + random.nextInt(6));
        AlertBatchWriter batch = new AlertBatchWriter(scope, "test", Micros.of(now));
        for (int i = random.nextInt(12); i >= 0; i--) {
            Labels labels = Labels.of(
                    "alertname",
                    "Fault" + random.nextInt(8),
                    "cluster",
                    scope.site(),
                    "host",
                    "n" + random.nextInt(40),
                    "severity",
                    random.nextBoolean() ? "critical" : "minor");
            boolean over = random.nextInt(4) == 0;
            batch.add(new Alert(
                    labels,
                    Labels.of("summary", "as of " + random.nextInt(3)),
                    now.minus(Duration.ofSeconds(5)),
                    over ? now.minusSeconds(1) : null,
                    ""));
        }
        return at.kafka.log().append(scope.partition(4), batch.toRecord());
    }

    private Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        ROWS.forEach(query -> rows.put(query, Objects.requireNonNull(at.texts(query))));
        return rows;
    }
}
