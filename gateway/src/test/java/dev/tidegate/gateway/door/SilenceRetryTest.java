package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.http.AlertmanagerDoors;
import dev.tidegate.gateway.command.flow.LogCommandGate;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.ProblemAnswers;
import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.gateway.read.AlertReads;
import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.SilenceReads;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.LogUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Silences go to every shard; when the log fails half-way, doing it again does no harm. */
class SilenceRetryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String BODY = """
        {"matchers":[{"name":"host","value":"n1","isRegex":false}],"startsAt":"2026-03-01T12:00:00Z",
         "endsAt":"2026-03-01T14:00:00Z","createdBy":"ann","comment":"planned"}\
        """;

    /** Takes what it is given until it fails; afterwards shards see what is there. */
    private static final class FailingLog implements EventLog {
        static final int PARTITIONS = 4;

        final List<List<Command>> taken = new ArrayList<>();
        int failsAt = -1;

        FailingLog() {
            for (int i = 0; i < PARTITIONS; i++) {
                taken.add(new ArrayList<>());
            }
        }

        @Override
        public int partitions() {
            return PARTITIONS;
        }

        @Override
        public Mono<Appended> append(int partition, byte[] record) {
            return Mono.fromCallable(() -> {
                if (partition == failsAt) {
                    throw new LogUnavailableException("the broker is gone");
                }
                taken.get(partition).add(new JsonCommands().read(record));
                return new Appended(partition, taken.get(partition).size());
            });
        }

        @Override
        public Flux<List<Entry>> read(int partition, long fromOffset) {
            return Flux.never();
        }

        @Override
        public Mono<List<Long>> ends() {
            return Mono.just(List.of());
        }
    }

    /** What the first shard has written. */
    private final Map<String, SilenceImage> rows = new HashMap<>();

    private final FailingLog log = new FailingLog();
    private final WebTestClient client = client();

    private WebTestClient client() {
        AlertReads noAlerts = new AlertReads() {
            @Override
            public Flux<AlertRow> alerts(AlertQuery query) {
                return Flux.empty();
            }

            @Override
            public Mono<Totals> totals() {
                return Mono.just(new Totals(0, 0, 0));
            }
        };
        SilenceReads silences = new SilenceReads() {
            @Override
            public Flux<SilenceImage> silences() {
                return Flux.fromIterable(rows.values());
            }

            @Override
            public Mono<SilenceImage> silence(String id) {
                return Mono.justOrEmpty(rows.get(id));
            }
        };
        LogCommandGate gate = new LogCommandGate(
                log, new JsonCommands()::write, (offsets, bound) -> Mono.just(true), one -> {}, Duration.ofSeconds(1));
        AlertmanagerDoors.Probes probes = new AlertmanagerDoors.Probes() {
            @Override
            public Mono<Boolean> healthy() {
                return Mono.just(true);
            }

            @Override
            public Mono<Boolean> ready() {
                return Mono.just(true);
            }
        };
        AlertmanagerDoors doors = new AlertmanagerDoors(
                noAlerts,
                silences,
                gate,
                ReadBarrier.none(),
                AlertmanagerConfig.BUILT_IN,
                probes,
                InstantSource.fixed(NOW),
                "test");
        return WebTestClient.bindToRouterFunction(Door.open(doors.doors()))
                .handlerStrategies(HandlerStrategies.empty()
                        .codecs(codecs -> codecs.registerDefaults(true))
                        .exceptionHandler(new ProblemAnswers(JsonMapper.shared()))
                        .build())
                .build();
    }

    private WebTestClient.ResponseSpec post() {
        return post(BODY);
    }

    private WebTestClient.ResponseSpec post(String body) {
        return client.post()
                .uri("/api/v2/silences")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private String posted() {
        String answer = post().expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared()
                .readTree(Objects.requireNonNull(answer))
                .path("silenceID")
                .asString("");
    }

    private List<String> ids(int partition) {
        return log.taken.get(partition).stream()
                .map(command -> command instanceof Command.PutSilence put ? put.id() : command.toString())
                .distinct()
                .toList();
    }

    @Test
    void aSilenceThatReachedSomeShardsIsTheSameWhenItIsPostedAgain() {
        log.failsAt = 2;
        post().expectStatus().isEqualTo(503);
        assertThat(ids(0)).hasSize(1);
        assertThat(ids(2)).isEmpty();
        log.failsAt = -1;
        String id = posted();
        for (int partition = 0; partition < FailingLog.PARTITIONS; partition++) {
            assertThat(ids(partition)).containsExactly(id);
        }
    }

    @Test
    void whatIsOverIsNotRewrittenByTheSameRequest() {
        String first = posted();
        rows.put(first, image(first, NOW.minusSeconds(1)));
        String second = posted();
        assertThat(second).isNotEqualTo(first);
        assertThat(posted()).isEqualTo(second);
    }

    @Test
    void anEndThatReachedSomeShardsReachesTheOthersTheNextTime() {
        String id = posted();
        rows.put(id, image(id, NOW.plusSeconds(60)));
        log.failsAt = 2;
        client.delete().uri("/api/v2/silence/" + id).exchange().expectStatus().isEqualTo(503);
        rows.put(id, image(id, NOW)); // the first shard has it, and shows it as over
        log.failsAt = -1;
        client.delete().uri("/api/v2/silence/" + id).exchange().expectStatus().isOk();
        assertThat(log.taken)
                .allSatisfy(commands -> assertThat(commands).contains(new Command.ExpireSilence(id, "anonymous")));
    }

    /** A shard that cannot count to a silence's end would stop for good, and every shard gets each silence. */
    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "-0001-01-01T00:00:00Z"})
    void yearsThatNoShardCanCountToNeverReachTheLog(String year) {
        for (String field : List.of("2026-03-01T12:00:00Z", "2026-03-01T14:00:00Z")) {
            post(BODY.replace(field, year))
                    .expectStatus()
                    .isBadRequest()
                    .expectBody(String.class)
                    .value(told -> assertThat(told).contains("not a time such as"));
        }
        post(BODY.replace("2026-03-01T14:00:00Z", "9999-12-31T23:59:59Z"))
                .expectStatus()
                .isOk();
        assertThat(log.taken).allSatisfy(commands -> assertThat(commands).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\"host\",\"value\":5,\"isRegex\":false",
                "\"name\":7,\"value\":\"x\",\"isRegex\":false",
                "\"name\":\"host\",\"value\":\"x\",\"isRegex\":\"yes\"",
                "\"name\":\"host\",\"value\":\"x\",\"isRegex\":true,\"isEqual\":\"no\""
            })
    void matchersThatWouldBeReadOtherwiseThanMeantAreRefused(String matcher) {
        post(BODY.replace("\"name\":\"host\",\"value\":\"n1\",\"isRegex\":false", matcher))
                .expectStatus()
                .isBadRequest()
                .expectBody(String.class)
                .value(told -> assertThat(told).contains("matchers.0."));
        assertThat(log.taken).allSatisfy(commands -> assertThat(commands).isEmpty());
    }

    @Test
    void anIdThatIsNoneIsUnknown() {
        post(BODY.replaceFirst("\\{", "{\"id\":\"a\\\\u0000b\","))
                .expectStatus()
                .isNotFound();
    }

    private static SilenceImage image(String id, Instant endsAt) {
        return new SilenceImage(
                id,
                "",
                dev.tidegate.model.matcher.Matchers.parse("host=n1"),
                NOW.minusSeconds(60),
                endsAt,
                NOW.minusSeconds(60),
                "ann",
                "planned");
    }
}
