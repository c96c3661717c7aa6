package dev.tidegate.rollout.target.salt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Orders;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.TestResult;
import dev.tidegate.rollout.target.salt.EventLines.Answer;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every trap that was seen on the wire, with the bytes that were recorded. */
class SaltRecordedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LIST = "runner jobs.list_job";
    private static final String FIND = "local saltutil.find_job";
    private static final String APPLY = "local_async state.apply";
    private static final String PROVE = "local grains.get";
    private static final Order ORDER = Orders.forward("r1.1", List.of("node-01", "node-02"));

    private final RecordedSalt salt = new RecordedSalt();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit fills it
    Path directory;

    @SuppressWarnings("NullAway.Init") // in the method below
    private SaltTarget target;

    @BeforeEach
    void begin() throws IOException {
        target = salt.target(Files.writeString(directory.resolve("password"), "pw1\n"));
    }

    @AfterEach
    void end() {
        target.dispose();
        salt.close();
    }

    @Test
    void aWrongPasswordIsToldFromItsPageOfHtml() {
        salt.answer("/login", "04-login-bad");

        assertThatThrownBy(() -> value(target.find(ORDER)))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("refuses the login of rollout by eauth file")
                .hasMessageContaining("Could not authenticate using provided credentials")
                .hasMessageNotContaining("pw1");
    }

    @Test
    void aPasswordFileThatIsGoneIsNamed() throws IOException {
        Files.delete(directory.resolve("password"));

        assertThatThrownBy(() -> value(target.find(ORDER))).hasMessageContaining("password file");
    }

    @Test
    void aTokenThatDiedIsReplacedOnce() {
        salt.answer(LIST, "07-ping-no-token", "84-ownjid-list");

        assertThat(value(target.find(ORDER))).contains(Part.jid("r1.1", 0));
        assertThat(salt.asked("/login")).isEqualTo(2);
    }

    @Test
    void whatIsNotAllowedIsA401AfterAFreshLoginToo() {
        salt.answer(LIST, "15-denied");

        assertThatThrownBy(() -> value(target.find(ORDER)))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("does not allow")
                .hasMessageContaining("Authorization error occurred.");
        assertThat(salt.asked("/login")).isEqualTo(2);
    }

    @Test
    void aDisabledClientNamesTheOptionOfTheMaster() {
        salt.answer(LIST, "16-client-disabled");

        assertThatThrownBy(() -> value(target.find(ORDER)))
                .hasMessageContaining("400")
                .hasMessageContaining("'netapi_enable_clients'");
    }

    @Test
    void aRunnersStringIsAComplaint() {
        salt.answer(LIST, "88-runner-bad-arg");

        assertThatThrownBy(() -> value(target.find(ORDER))).hasMessageContaining("Passed invalid arguments");
    }

    @Test
    void anErrorOfTheServerIsTold() {
        salt.answer(LIST, "89-local-missing-tgt");

        assertThatThrownBy(() -> value(target.find(ORDER)))
                .hasMessageContaining("500")
                .hasMessageContaining("An unexpected error occurred");
    }

    @Test
    void aJobThatIsKnownIsNotSentAgain() {
        salt.answer(LIST, "84-ownjid-list");

        assertThat(value(target.apply(ORDER))).isEqualTo(Part.jid("r1.1", 0));
        assertThat(salt.asked(APPLY)).isZero();
    }

    @Test
    void anUnknownJobIsSentWithItsIdAndMetadataToAListOfNodes() {
        salt.answer(LIST, "87-list-job-unknown").answer(APPLY, "69-dead-minion-async");

        assertThat(value(target.apply(ORDER))).isEqualTo("20261122163921007076");

        JsonNode sent = JsonMapper.shared().readTree(salt.bodies().getLast()).path(0);
        assertThat(sent.path("client").stringValue()).isEqualTo("local_async");
        assertThat(sent.path("tgt_type").stringValue()).isEqualTo("list");
        assertThat(sent.path("jid").stringValue()).isEqualTo(Part.jid("r1.1", 0));
        assertThat(sent.path("metadata").path("tidegate").stringValue()).isEqualTo("r1.1");
        assertThat(sent.path("arg").path(0).stringValue()).isEqualTo("nova.compute");
        assertThat(sent.path("kwarg")
                        .path("pillar")
                        .path("tidegate")
                        .path("revision")
                        .stringValue())
                .isEqualTo(Orders.WANTED);
    }

    @Test
    void whenNobodyMatchesThereIsNoJob() {
        salt.answer(LIST, "87-list-job-unknown").answer(APPLY, "10-ping-no-target");

        String job = value(target.apply(ORDER));

        assertThat(results(job, 2).values()).extracting(NodeResult::kind).containsOnly(Kind.UNREACHABLE);
    }

    @Test
    void jobsOfOthersAreNotTakenForOursByTheirMetadata() {
        salt.answer(LIST, "87-list-job-unknown").answer("runner jobs.list_jobs", "66-list-jobs-by-metadata");

        assertThat(value(target.find(ORDER))).isEmpty();
    }

    @Test
    void aFailedStateIsRetcodeTwoWithinStatus200() {
        salt.answer(LIST, "28-list-job");
        Order order = Orders.forward("r1.1", List.of("node-01", "node-02", "node-03"));

        Map<String, NodeResult> results = Objects.requireNonNull(target.follow(order, "20261122163710480302")
                .collectMap(NodeResult::node)
                .block(PATIENCE));

        assertThat(kind(results, "node-01")).isEqualTo(Kind.SUCCEEDED);
        assertThat(kind(results, "node-02")).isEqualTo(Kind.SUCCEEDED);
        assertThat(kind(results, "node-03")).isEqualTo(Kind.FAILED);
        assertThat(Objects.requireNonNull(results.get("node-03")).detail()).contains("demo-check");
    }

    @Test
    void aDeadMinionIsInTheJobAndNeverReturns() {
        salt.answer(LIST, "71-dead-minion-list-job").answer(FIND, "67-dead-minion-sync");
        Order order = Orders.forward("r1.1", List.of("node-01", "node-03"));

        Map<String, NodeResult> results = Objects.requireNonNull(target.follow(order, "20261122163921007076")
                .collectMap(NodeResult::node)
                .block(PATIENCE));

        assertThat(kind(results, "node-01")).isEqualTo(Kind.SUCCEEDED);
        assertThat(kind(results, "node-03")).isEqualTo(Kind.UNREACHABLE);
        assertThat(salt.asked(FIND)).isGreaterThanOrEqualTo(Suspects.SILENT);
    }

    @Test
    void aNodeThatStillRunsTheJobIsWaitedFor() {
        salt.answer(LIST, "55-list-job-partial").answer(FIND, "33-find-job");

        List<NodeResult> results = Objects.requireNonNull(target.follow(ORDER, "20261122163833740451")
                .takeUntilOther(until(FIND, 5))
                .collectList()
                .block(PATIENCE));

        assertThat(results).extracting(NodeResult::node).containsExactly("node-01");
    }

    @Test
    void eventsTellWhatTheJobListDoesNotHaveYet() {
        salt.answer(LIST, "55-list-job-partial").answer(FIND, "33-find-job").answer("/events", "51-events-sse");

        assertThat(results("20261122163833740451", 2).values())
                .extracting(NodeResult::kind)
                .containsOnly(Kind.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({
        "22-state-apply-fail-full, node-02, demo-check",
        "23-state-apply-broken, node-01, Rendering SLS 'base:broken' failed",
        "24-state-apply-missing-sls, node-01, No matching sls found",
        "34-state-while-running, node-01, is running as PID 8448"
    })
    void errorsInside200AreFailures(String recording, String node, String words) {
        JsonNode full = RecordedSalt.json(recording).path("return").path(0).path(node);

        NodeResult result = Returns.judge(node, entry(full.path("ret"), full.path("retcode")));

        assertThat(result.kind()).isEqualTo(Kind.FAILED);
        assertThat(result.detail()).contains(words).hasSizeLessThanOrEqualTo(Returns.DETAIL + 1);
    }

    @Test
    void whatWasOnlyTriedIsNotDone() {
        JsonNode states =
                RecordedSalt.json("19-state-apply-test").path("return").path(0).path("node-01");

        NodeResult result =
                Returns.judge("node-01", entry(states, JsonMapper.shared().readTree("0")));

        assertThat(result.kind()).isEqualTo(Kind.FAILED);
        assertThat(result.detail()).contains("only tried");
    }

    @ParameterizedTest
    @CsvSource({"false", "true", "null", "7", "{}", "[]", "\"done\""})
    void nothingButStatesIsASuccess(String answer) {
        JsonNode said = JsonMapper.shared().readTree(answer);

        assertThat(Returns.judge("n", entry(said, JsonMapper.shared().readTree("0")))
                        .kind())
                .isEqualTo(Kind.FAILED);
    }

    @Test
    void anUnknownMinionIsASentenceAndADeadOneIsFalse() {
        salt.answer(PROVE, "09-ping-missing-minion", "68-dead-minion-sync-full", "17-no-such-function");

        Proof missing = proof("node-99");
        Proof dead = proof("node-03");
        Proof unable = proof("node-01");

        assertThat(List.of(missing, dead, unable))
                .allSatisfy(proof -> assertThat(proof.revision()).isEmpty());
        assertThat(missing.detail()).contains("Minion did not return");
        assertThat(dead.detail()).contains("does not answer");
        assertThat(unable.detail()).contains("'nosuch.fun' is not available.");
    }

    @Test
    void aNodeThatTheAnswerLeavesOutProvesNothing() {
        salt.answer(PROVE, "68-dead-minion-sync-full");

        assertThat(proof("node-02").detail()).contains("left it out");
    }

    @Test
    void aTestsExitCodeDecides() {
        salt.answer("local cmd.run_all", "61-cmd-retcode");

        TestResult result = Objects.requireNonNull(
                target.test(ORDER, "exit 3", List.of("node-01")).blockLast(PATIENCE));

        assertThat(result.passed()).isFalse();
        assertThat(result.output()).contains("exit code 3");
    }

    @Test
    void eventsAreReadWhereverTheBytesAreCut() {
        byte[] stream = RecordedSalt.body("51-events-sse").getBytes(StandardCharsets.UTF_8);
        List<String> whole = tags(new EventLines().feed(Unpooled.wrappedBuffer(stream)));
        EventLines lines = new EventLines();
        List<Answer> cut = new ArrayList<>();
        for (int from = 0; from < stream.length; from += 7) {
            cut.addAll(lines.feed(Unpooled.wrappedBuffer(stream, from, Math.min(7, stream.length - from))));
        }

        assertThat(whole).hasSize(17).contains("20261122163829656606 node-02");
        assertThat(tags(cut)).isEqualTo(whole);
    }

    private static List<String> tags(List<Answer> answers) {
        return answers.stream()
                .map(answer -> answer.jid() + " " + answer.node())
                .collect(Collectors.toList());
    }

    private static JsonNode entry(JsonNode answer, JsonNode retcode) {
        ObjectNode entry = JsonMapper.shared().createObjectNode();
        entry.set("return", answer);
        entry.set("retcode", retcode);
        return entry;
    }

    private Map<String, NodeResult> results(String job, int count) {
        return Objects.requireNonNull(target.follow(ORDER, job)
                .take(count)
                .collectMap(NodeResult::node)
                .block(PATIENCE));
    }

    private static Kind kind(Map<String, NodeResult> results, String node) {
        return Objects.requireNonNull(results.get(node)).kind();
    }

    private Proof proof(String node) {
        return Objects.requireNonNull(target.prove(ORDER, List.of(node)).blockLast(PATIENCE));
    }

    /** Ends when something was asked so often. */
    private Flux<Long> until(String what, int times) {
        return Flux.interval(Duration.ofMillis(50)).filter(unused -> salt.asked(what) >= times);
    }

    private static <T> T value(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }
}
