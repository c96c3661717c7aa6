package dev.tidegate.correlator.command.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.json.MatchersModule;
import dev.tidegate.correlator.policy.json.PolicyJson;
import dev.tidegate.model.log.MalformedRecordException;
import dev.tidegate.model.log.RecordKind;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * A command is the record header and a JSON object: {@code 'T' version kind=2 {"command": "acknowledge", …}}. Unknown
 * fields are passed over.
 */
public final class JsonCommands implements CommandCodec {
    private static final int HEADER = 3;
    /** Shards count microseconds in 64 bits, and add some; what lies beyond these would stop them. */
    private static final Instant FIRST = Instant.parse("-100000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("+100000-01-01T00:00:00Z");

    private final JsonMapper mapper = JsonMapper.builder()
            .addModule(new MatchersModule())
            .addModule(new SimpleModule("policy").addDeserializer(Policy.class, new PolicyReader()))
            .addMixIn(Command.class, Names.class)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    @Override
    public byte[] write(Command command) {
        byte[] json = mapper.writeValueAsBytes(command);
        byte[] record = new byte[HEADER + json.length];
        record[0] = RecordKind.MAGIC;
        record[1] = RecordKind.VERSION;
        record[2] = RecordKind.COMMAND.code();
        System.arraycopy(json, 0, record, HEADER, json.length);
        return record;
    }

    @Override
    public Command read(byte[] record) {
        if (RecordKind.of(record) != RecordKind.COMMAND) {
            throw new MalformedRecordException("the record holds alerts, not a command");
        }
        try {
            Command command = mapper.readValue(Arrays.copyOfRange(record, HEADER, record.length), Command.class);
            requireComplete(command);
            return command;
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            // lists refuse nulls, and matchers refuse what they cannot compile
            throw new MalformedRecordException("the command cannot be read: " + e.getMessage());
        }
    }

    /** Whatever may not be null must be there, and times are such as shards count. */
    private static void requireComplete(@Nullable Command command) {
        if (command == null) {
            throw new MalformedRecordException("the command is null");
        }
        for (RecordComponent part : command.getClass().getRecordComponents()) {
            try {
                Object value = part.getAccessor().invoke(command);
                if (value == null && !part.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    throw new MalformedRecordException("the command lacks \"" + part.getName() + "\"");
                }
                if (value instanceof Instant time && (time.isBefore(FIRST) || time.isAfter(LAST))) {
                    throw new MalformedRecordException("no shard counts to " + part.getName() + " " + time);
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a public record's accessor cannot be called", e);
            }
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Command.PutSilence.class, name = "put-silence"),
        @JsonSubTypes.Type(value = Command.ExpireSilence.class, name = "expire-silence"),
        @JsonSubTypes.Type(value = Command.Acknowledge.class, name = "acknowledge"),
        @JsonSubTypes.Type(value = Command.Unacknowledge.class, name = "unacknowledge"),
        @JsonSubTypes.Type(value = Command.Resolve.class, name = "resolve"),
        @JsonSubTypes.Type(value = Command.Merge.class, name = "merge"),
        @JsonSubTypes.Type(value = Command.Split.class, name = "split"),
        @JsonSubTypes.Type(value = Command.Comment.class, name = "comment"),
        @JsonSubTypes.Type(value = Command.SetPolicy.class, name = "set-policy"),
        @JsonSubTypes.Type(value = Command.Tick.class, name = "tick"),
        @JsonSubTypes.Type(value = Command.Loaded.class, name = "loaded")
    })
    private interface Names {}

    /** Goes through {@link PolicyJson}, which fills in what an older writer did not know. */
    private static final class PolicyReader extends StdDeserializer<Policy> {
        PolicyReader() {
            super(Policy.class);
        }

        @Override
        public Policy deserialize(JsonParser in, DeserializationContext context) throws JacksonException {
            return PolicyJson.read(context.readTree(in).toString());
        }
    }
}
