package dev.tidegate.correlator.command.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.log.MalformedRecordException;
import dev.tidegate.model.matcher.Matchers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCommandsTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00.123456Z");
    private final JsonCommands codec = new JsonCommands();

    static Stream<Command> commands() {
        return Stream.of(
                new Command.PutSilence(
                        "s1",
                        "acme",
                        Matchers.parse("{a=\"1\",b!=\"2\",c=~\"x.*\",\"d e\"!~\"ü|\\n\"}"),
                        AT,
                        AT.plusSeconds(1),
                        "ann",
                        "c",
                        "bob"),
                new Command.ExpireSilence("s1", "bob"),
                new Command.Acknowledge("i-1", "mine", "bob"),
                new Command.Acknowledge("i-1", null, "bob"),
                new Command.Unacknowledge("i-1", null, "bob"),
                new Command.Resolve("i-1", "done", "bob"),
                new Command.Merge("i-1", "i-2", null, "bob"),
                new Command.Split("i-1", List.of("00000000000000ff"), "apart", "bob"),
                new Command.Comment("i-1", "größer \"quoted\"\n", "bob"),
                new Command.SetPolicy(Policy.DEFAULT, "tidegate"),
                new Command.Tick("tidegate"),
                new Command.Loaded(42, "tidegate"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsWrittenIsReadBack(Command command) {
        assertThat(codec.read(codec.write(command))).isEqualTo(command);
    }

    @Test
    void allKindsAreTried() {
        assertThat(commands().map(Object::getClass).distinct()).hasSize(Command.class.getPermittedSubclasses().length);
    }

    @Test
    void whatANewerReleaseAddsIsPassedOver() {
        byte[] record = record("{\"command\":\"tick\",\"actor\":\"a\",\"mood\":{\"x\":[1]}}");
        assertThat(codec.read(record)).isEqualTo(new Command.Tick("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "[]",
                "null",
                "{\"command\":\"dance\"}",
                "{\"command\":\"put-silence\",\"id\":\"x\"}",
                "{\"command\":\"put-silence\",\"matchers\":[{\"name\":\"a\",\"value\":\"(\",\"isRegex\":true}]}",
                "{\"command\":\"set-policy\",\"policy\":{\"timing\":7}}",
                "{\"command\":\"tick\"}",
                "{\"command\":\"split\",\"incident\":\"i\",\"actor\":\"a\"}"
            })
    void anythingElseIsMalformed(String json) {
        assertThatThrownBy(() -> codec.read(record(json))).isInstanceOf(MalformedRecordException.class);
    }

    /** Passed over like any other command that cannot be read; carried out, it would stop the shard for good. */
    @ParameterizedTest
    @ValueSource(
            strings = {"+100001-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z", "-100001-01-01T00:00:00Z"})
    void timesThatNoShardCountsToAreMalformed(String time) {
        String silence = """
                {"command":"put-silence","id":"x","tenant":"","matchers":[],"startsAt":"2026-01-01T00:00:00Z",\
                "endsAt":"2026-01-02T00:00:00Z","createdBy":"a","comment":"","actor":"a"}""";
        assertThat(codec.read(record(silence))).isInstanceOf(Command.PutSilence.class);
        assertThatThrownBy(() -> codec.read(record(silence.replace("2026-01-02T00:00:00Z", time))))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("endsAt");
    }

    private static byte[] record(String json) {
        return ("T\1\2" + json).getBytes(StandardCharsets.UTF_8);
    }
}
