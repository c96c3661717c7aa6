package dev.tidegate.rollout.review.gerrit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.remote.FakeServer;
import dev.tidegate.rollout.remote.FakeServer.Asked;
import dev.tidegate.rollout.remote.FakeServer.Reply;
import dev.tidegate.rollout.remote.Recorded;
import dev.tidegate.rollout.review.Review.Reviewed;
import dev.tidegate.rollout.review.ReviewException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The client against exchanges that were recorded with Gerrit 3.13, and against what goes wrong. */
class GerritReviewTest {
    private static final String REVISION = "b6605b1cded0fdb052c0bc51bd4b426454c8945f";
    private static final Origin.Gerrit ORIGIN = new Origin.Gerrit("gerrit", 1, 1, REVISION);
    /** Not submittable, although the records of submitting say OK. */
    private static final Reply OPEN = Recorded.read("gerrit/03-query").reply();

    private static final Reply REFUSED =
            Recorded.read("gerrit/05-submit-without-vote").reply();
    private static final Reply AGAIN = Recorded.read("gerrit/13-double-submit").reply();
    private static final Reply DONE = Recorded.read("gerrit/08-submit").reply();
    private static final Reply AFTER = list(Recorded.read("gerrit/09-get-after").reply());
    private static final Reply READY = with(OPEN, "\"submittable\":false", "\"submittable\":true");

    @TempDir
    private Path home = Path.of("none");

    private final FakeServer server = new FakeServer(asked -> OPEN);

    @AfterEach
    void close() {
        server.close();
    }

    private GerritReview review() {
        return new GerritReview(new GerritSettings(server.server(), "evt", home), new SimpleMeterRegistry());
    }

    private static Reply with(Reply reply, String text, String other) {
        assertThat(reply.body()).contains(text);
        return new Reply(reply.status(), reply.type(), reply.body().replace(text, other));
    }

    /** A query answers a list of what asking for one change answers. */
    private static Reply list(Reply one) {
        return new Reply(one.status(), one.type(), one.body().replaceFirst("\n", "\n[") + "]");
    }

    /** Answers one way until it is told to submit, and another way then. */
    private void submitting(Reply before, Reply answer, Reply after) {
        AtomicBoolean told = new AtomicBoolean();
        server.behave(asked -> {
            if (asked.line().startsWith("POST")) {
                told.set(true);
                return answer;
            }
            return told.get() ? after : before;
        });
    }

    @Test
    void submittableDecidesWhateverTheRecordsSay() {
        assertThat(OPEN.body())
                .contains("\"submit_records\":[{\"rule_name\":\"gerrit~DefaultSubmitRule\",\"status\":\"OK\"");
        Reviewed found = Await.value(review().look(ORIGIN));
        assertThat(found.approved()).isFalse();
        assertThat(found.reason()).isEqualTo("Gerrit does not say that it can be submitted");
        server.behave(asked -> READY);
        assertThat(Await.value(review().look(ORIGIN)).approved()).isTrue();
        assertThat(server.asked().getFirst().line())
                .startsWith("GET /changes/?q=change%3A1+project%3Aevt&n=2&o=CURRENT_REVISION&")
                .contains("&o=SUBMITTABLE&o=SUBMIT_REQUIREMENTS&");
    }

    @Test
    void requirementsAreReadAsRecorded() {
        Reply recorded = Recorded.read("gerrit/27-submittable").reply();
        GerritChange met = change(recorded);
        assertThat(met.submittable()).isTrue();
        assertThat(met.unmet()).isEmpty();
        GerritChange unmet = change(with(
                recorded,
                "\"name\":\"Verified\",\"status\":\"SATISFIED\"",
                "\"name\":\"Verified\",\"status\":\"UNSATISFIED\""));
        assertThat(unmet.unmet())
                .containsExactly("Verified is unsatisfied (label:Verified=MAX AND -label:Verified=MIN)");
        GerritChange detail = change(Recorded.read("gerrit/07-detail").reply());
        assertThat(detail.author()).isEqualTo("admin@example.com");
        // the owner's own vote is no second pair of eyes
        assertThat(detail.voters()).isEmpty();
    }

    private static GerritChange change(Reply reply) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        JsonNode read = GerritJson.read("gerrit", new Answer(reply.status(), reply.type(), body, body.length));
        return GerritJson.change(read);
    }

    @Test
    void submitsTheExactRevisionAndAsksWhatBecameOfIt() {
        submitting(READY, DONE, AFTER);
        assertThat(Await.value(review().submit(ORIGIN)).merged()).isTrue();
        assertThat(server.asked().get(1))
                .isEqualTo(new Asked("POST /changes/1/revisions/" + REVISION + "/submit", "{}"));
    }

    @Test
    void merelyBeingLateToSubmitIsSuccess() {
        submitting(READY, AGAIN, AFTER);
        assertThat(Await.value(review().submit(ORIGIN)).merged()).isTrue();
        submitting(READY, FakeServer.SILENCE, AFTER);
        assertThat(Await.value(review().submit(ORIGIN)).merged()).isTrue();
        int before = server.asked().size();
        server.behave(asked -> AFTER);
        assertThat(Await.value(review().submit(ORIGIN)).merged()).isTrue();
        assertThat(server.asked()).hasSize(before + 1);
    }

    @Test
    void aRefusalIsToldInGerritsWords() {
        submitting(READY, REFUSED, READY);
        Await.failure(review().submit(ORIGIN))
                .isInstanceOf(ReviewException.class)
                .hasMessageContaining(
                        "refused (409): Failed to submit 1 change due to the following problems: Change 1:");
        submitting(READY, DONE, READY);
        Await.failure(review().submit(ORIGIN)).hasMessageContaining("said that it did, but it is NEW");
        submitting(OPEN, DONE, OPEN);
        Await.failure(review().submit(ORIGIN)).hasMessageContaining("cannot be submitted");
        server.behave(asked -> with(READY, "MERGE_IF_NECESSARY", "CHERRY_PICK"));
        Await.failure(review().submit(ORIGIN))
                .hasMessageContaining("merges evt by CHERRY_PICK, which makes a commit that nobody has reviewed");
    }

    @Test
    void anotherPatchSetVoidsReview() {
        Origin older = new Origin.Gerrit("gerrit", 1, 1, "c0ffee0000000000000000000000000000000000");
        server.behave(asked -> READY);
        assertThat(Await.value(review().look(older)).reason())
                .startsWith("patch set 1 (" + REVISION + ") has taken the place of this revision");
        assertThat(Await.value(review().look(new Origin.Gerrit("gerrit", 1, 2, REVISION)))
                        .reason())
                .isEqualTo("this revision is patch set 1, not 2");
        server.behave(asked -> with(READY, "\"status\":\"NEW\"", "\"status\":\"ABANDONED\""));
        assertThat(Await.value(review().look(ORIGIN)).reason()).isEqualTo("the change is abandoned");
        server.behave(asked -> with(READY, "\"submittable\":true", "\"submittable\":true,\"work_in_progress\":true"));
        assertThat(Await.value(review().look(ORIGIN)).reason()).isEqualTo("the change is work in progress");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | text/plain | Not found: 999999 | was asked for change:1 and refused (404): Not found: 999999",
                "200 | application/json | [] | which is not Gerrit's JSON: []",
                "200 | text/html | <html>Sign in</html> | answered 200 with text/html, which is not Gerrit's JSON: <html>",
                "200 | application/json | )]}'[{\"id\" | answered JSON that ends early",
                "200 | application/json | )]}'[] | has no change for change:1 in project evt, or does not let us see it",
                "200 | application/json | )]}'[{},{}] | has several changes for change:1 in project evt",
            })
    void whatIsNoAnswerIsTold(int status, String type, String body, String sentence) {
        server.behave(asked -> new Reply(status, type, body));
        Await.failure(review().look(ORIGIN)).isInstanceOf(ReviewException.class).hasMessageContaining(sentence);
    }

    @Test
    void nobodyThereIsTold() {
        server.behave(asked -> FakeServer.SILENCE);
        Await.failure(review().look(ORIGIN)).hasMessageContaining("did not answer within 700 ms");
        server.close();
        Await.failure(review().look(ORIGIN))
                .isInstanceOf(ReviewException.class)
                .hasMessageContaining("cannot be reached: connection refused");
    }
}
