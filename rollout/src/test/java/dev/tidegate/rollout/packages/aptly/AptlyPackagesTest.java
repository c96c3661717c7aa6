package dev.tidegate.rollout.packages.aptly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages.Difference;
import dev.tidegate.rollout.packages.Packages.Switched;
import dev.tidegate.rollout.packages.PackagesException;
import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.remote.FakeServer;
import dev.tidegate.rollout.remote.FakeServer.Asked;
import dev.tidegate.rollout.remote.FakeServer.Reply;
import dev.tidegate.rollout.remote.Recorded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** The client against exchanges that were recorded with Aptly 1.5.0, and against what goes wrong. */
class AptlyPackagesTest {
    private static final PackageSnapshot ONE = new PackageSnapshot("rollout", "bookworm", "main", "apps-1");
    private static final PackageSnapshot TWO = new PackageSnapshot("rollout", "bookworm", "main", "apps-2");
    private static final Recorded PUBLISHED_ONE = Recorded.read("aptly/09-publish-list");
    private static final Recorded PUBLISHED_TWO = Recorded.read("aptly/21-publish-list-2");
    private static final Recorded ACCEPTED = Recorded.read("aptly/24-switch-async");
    private static final Recorded OUTPUT = Recorded.read("aptly/27-task-output");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeServer server = new FakeServer(asked -> new Reply(500, "text/plain", "not told what to answer"));
    private final AptlyPackages aptly =
            new AptlyPackages(new AptlySettings(server.server(), Optional.empty(), 2, Duration.ofMillis(20)), meters);

    @AfterEach
    void close() {
        aptly.dispose();
        server.close();
    }

    /** Publishes apps-1 until it is told to switch, which it answers as recorded. */
    private void switching(Recorded exchange, Recorded after) {
        AtomicBoolean switched = new AtomicBoolean();
        server.behave(asked -> {
            if (asked.line().startsWith("PUT")) {
                switched.set(true);
                return exchange.reply();
            }
            return (switched.get() ? after : PUBLISHED_ONE).reply();
        });
    }

    @Test
    void switchesAsRecordedAndReadsBack() {
        Recorded exchange = Recorded.read("aptly/19-switch-to-2");
        switching(exchange, PUBLISHED_TWO);
        assertThat(Await.value(aptly.switchTo(TWO))).isEqualTo(new Switched(ONE, TWO));
        assertThat(server.asked())
                .containsExactly(
                        new Asked("GET /api/publish", ""),
                        new Asked(exchange.asked(), exchange.sent()),
                        new Asked("GET /api/publish", ""));
    }

    @Test
    void whatIsThereAlreadyIsNotSwitchedAgain() {
        server.behave(asked -> PUBLISHED_ONE.reply());
        assertThat(Await.value(aptly.switchTo(ONE))).isEqualTo(new Switched(ONE, ONE));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void saidAndNotDoneIsAFailure() {
        switching(Recorded.read("aptly/20-switch-to-2-again"), PUBLISHED_ONE);
        Await.failure(aptly.switchTo(TWO))
                .isInstanceOf(PackagesException.class)
                .hasMessageContaining(
                        "said that it had switched rollout/bookworm to {main=apps-2}, and publishes {main=apps-1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22-switch-missing-snapshot | refused (404): snapshot with name nope not found",
                "23-switch-missing-publish | refused (404): unable to update: published repo with storage:prefix/distribution rollout/trixie not found",
                "30-drop-published-snapshot | refused (409): unable to drop: snapshot is published",
                "32-sign-missing-key | refused (500): unable to initialize GPG signer",
                "33-malformed | refused (400): unexpected EOF",
                "34-graph-404 | refused (404): 404 page not found",
                "42-add-bad | answered 200, but 1 file was not taken: Unable to read file",
                "43-add-empty-dir | answered 200, but 1 file was not taken: Unable to process",
            })
    void whatAptlyRefusesIsTold(String exchange, String sentence) {
        switching(Recorded.read("aptly/" + exchange), PUBLISHED_ONE);
        Await.failure(aptly.switchTo(TWO))
                .isInstanceOf(PackagesException.class)
                .hasMessageContaining("was told to switch rollout/bookworm to apps-2")
                .hasMessageContaining(sentence);
    }

    @Test
    void aTaskIsWaitedFor() {
        AtomicInteger polls = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Recorded task = Recorded.read("aptly/26-task-done");
        server.behave(asked -> {
            if (asked.line().startsWith("PUT")) {
                return ACCEPTED.reply();
            }
            if (asked.line().equals(task.asked())) {
                done.set(polls.incrementAndGet() == 3);
                return done.get() ? task.reply() : new Reply(200, "application/json", "{\"ID\":1,\"State\":1}");
            }
            return (done.get() ? PUBLISHED_TWO : PUBLISHED_ONE).reply();
        });
        assertThat(Await.value(aptly.switchTo(TWO))).isEqualTo(new Switched(ONE, TWO));
        assertThat(polls).hasValue(3);
    }

    @Test
    void aTaskThatFailsSaysWhy() {
        server.behave(asked -> switch (asked.line()) {
            case "GET /api/publish" -> PUBLISHED_ONE.reply();
            case "GET /api/tasks/1" -> new Reply(200, "application/json", "{\"ID\":1,\"State\":3}");
            case "GET /api/tasks/1/output" -> OUTPUT.reply();
            default -> ACCEPTED.reply();
        });
        Await.failure(aptly.switchTo(TWO)).hasMessageContaining("its task 1 failed: \"Loading packages...");
    }

    @Test
    void silenceAfterASwitchIsReadBack() {
        AtomicBoolean switched = new AtomicBoolean();
        server.behave(asked -> {
            if (asked.line().startsWith("PUT")) {
                switched.set(true);
                return FakeServer.SILENCE;
            }
            return (switched.get() ? PUBLISHED_TWO : PUBLISHED_ONE).reply();
        });
        assertThat(Await.value(aptly.switchTo(TWO))).isEqualTo(new Switched(ONE, TWO));
        assertThat(meters.get("tidegate.remote.calls")
                        .tag("outcome", "timeout")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void silenceWithNothingSwitchedIsNotKnown() {
        server.behave(asked -> asked.line().startsWith("PUT") ? FakeServer.SILENCE : PUBLISHED_ONE.reply());
        Await.failure(aptly.switchTo(TWO))
                .isInstanceOf(PackagesException.class)
                .hasMessageContaining("did not answer within 700 ms; whether it switched is not known");
    }

    @Test
    void oneSwitchOfAPrefixAtATimeAndABoundedNumberWait() {
        server.behave(asked -> asked.line().startsWith("PUT") ? FakeServer.SILENCE : PUBLISHED_ONE.reply());
        Mono<Switched> one = aptly.switchTo(TWO);
        for (int i = 0; i < 2; i++) {
            assertThat(one.toFuture()).isNotDone();
        }
        Await.failure(one)
                .hasMessageContaining("2 switches of prefix rollout")
                .hasMessageContaining("are waiting already");
    }

    @Test
    void anAnswerThatIsTooLargeIsNotRead() {
        server.behave(asked -> new Reply(200, "application/json", " ".repeat((1 << 16) + 1)));
        Await.failure(aptly.published("rollout", "bookworm", "main"))
                .hasMessageContaining("answers more than 64 KiB, which is the limit");
    }

    @Test
    void nobodyThereIsTold() {
        server.close();
        Await.failure(aptly.published("rollout", "bookworm", "main"))
                .isInstanceOf(PackagesException.class)
                .hasMessageContaining("cannot be reached: connection refused");
    }

    @Test
    void publishedIsReadOrToldWhyNot() {
        server.behave(asked -> PUBLISHED_ONE.reply());
        assertThat(Await.value(aptly.published("rollout/", "bookworm", "main")).snapshot())
                .isEqualTo("apps-1");
        Await.failure(aptly.published("rollout", "trixie", "main"))
                .hasMessageContaining("publishes nothing at rollout/trixie");
        Await.failure(aptly.published("rollout", "bookworm", "extra"))
                .hasMessageContaining("without a component \"extra\"; there are: main");
        Await.failure(aptly.switchTo(new PackageSnapshot("rollout", "bookworm", "extra", "apps-2")))
                .hasMessageContaining("so there is nothing to switch");
        server.behave(asked -> new Reply(
                200,
                "application/json",
                PUBLISHED_ONE.reply().body().replace("\"SourceKind\":\"snapshot\"", "\"SourceKind\":\"local\"")));
        Await.failure(aptly.published("rollout", "bookworm", "main")).hasMessageContaining("from a local repository");
    }

    @Test
    void snapshotsAreThereOrNot() {
        Recorded there = Recorded.read("aptly/16-snapshot-show");
        server.behave(asked -> there.reply());
        assertThat(Await.value(aptly.exists("apps-2"))).isTrue();
        assertThat(server.asked().getFirst().line()).isEqualTo(there.asked());
        Recorded missing = Recorded.read("aptly/22-switch-missing-snapshot");
        server.behave(asked -> missing.reply());
        assertThat(Await.value(aptly.exists("nope"))).isFalse();
        Recorded page = Recorded.read("aptly/34-graph-404");
        server.behave(asked -> page.reply());
        Await.failure(aptly.exists("nope")).hasMessageContaining("refused (404): 404 page not found");
    }

    @Test
    void differencesAreNamesAndVersions() {
        Recorded exchange = Recorded.read("aptly/18-snapshot-diff");
        server.behave(asked -> exchange.reply());
        assertThat(Await.value(aptly.difference("apps-1", "apps-2")))
                .isEqualTo(List.of(new Difference("demo-app", "", "2.0")));
        assertThat(server.asked().getFirst().line()).isEqualTo(exchange.asked());
        server.behave(asked -> new Reply(
                200,
                "application/json",
                "[{\"Left\":\"Pamd64 a 1 x\",\"Right\":\"Pamd64 a 2 y\"},{\"Left\":\"Parm64 a 1 x\",\"Right\":null},"
                        + "{\"Left\":null,\"Right\":\"Parm64 a 2 y\"},{\"Left\":\"Pall b 3 z\",\"Right\":null}]"));
        assertThat(Await.value(aptly.difference("apps-1", "apps-2")))
                .isEqualTo(List.of(new Difference("a", "1", "2"), new Difference("b", "3", "")));
    }

    @Test
    void theRootIsWrittenAsRecorded() {
        Recorded exchange = Recorded.read("aptly/39-switch-root");
        String root = "[" + Recorded.read("aptly/38-publish-root").reply().body() + "]";
        AtomicBoolean switched = new AtomicBoolean();
        server.behave(asked -> {
            switched.compareAndSet(false, asked.line().startsWith("PUT"));
            return asked.line().startsWith("PUT")
                    ? exchange.reply()
                    : new Reply(200, "application/json", switched.get() ? root : root.replace("apps-1", "apps-0"));
        });
        PackageSnapshot to = new PackageSnapshot("", "stable", "main", "apps-1");
        assertThat(Await.value(aptly.switchTo(to)).from().snapshot()).isEqualTo("apps-0");
        assertThat(server.asked().get(1)).isEqualTo(new Asked(exchange.asked(), exchange.sent()));
    }

    @ParameterizedTest
    @CsvSource({
        "., :.",
        "'', :.",
        "rollout, rollout",
        "a/b, a_b",
        "a_b/c, a__b_c",
        "s3:eu:apps, s3:eu:apps",
        "s3:eu:, s3:eu:.",
        "a b, a%20b"
    })
    void prefixesAreEscapedAsAptlyDoes(String prefix, String segment) {
        assertThat(AptlyPath.parse(prefix).segment()).isEqualTo(segment);
    }

    @Test
    void signingIsToldWithoutShowingThePassphrase() {
        AptlySettings.Signing signing = new AptlySettings.Signing("ABCD", "secret");
        assertThat(AptlyJson.switching(TWO, Optional.of(signing)))
                .isEqualTo("{\"Snapshots\":[{\"Component\":\"main\",\"Name\":\"apps-2\"}],"
                        + "\"Signing\":{\"GpgKey\":\"ABCD\",\"Batch\":true,\"Passphrase\":\"secret\"}}");
        assertThat(signing.toString()).doesNotContain("secret");
    }
}
