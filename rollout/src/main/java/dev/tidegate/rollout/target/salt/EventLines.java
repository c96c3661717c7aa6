package dev.tidegate.rollout.target.salt;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Picks nodes' answers to jobs out of the master's event stream, which carries everything else that happens as well. The line
 * {@code tag:} comes before {@code data:}, so data that nobody wants is never kept. An answer that is too long is left out:
 * the job list has it.
 */
final class EventLines {
    /** How long a line may be. */
    static final int LINE = 4 << 20;

    private static final Pattern ANSWER = Pattern.compile("tag: salt/job/(\\d{20})/ret/(.+)");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A node's answer to a job; the data has {@code return}, {@code retcode} and {@code success}. */
    record Answer(String jid, String node, JsonNode data) {}

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean tooLong;
    private String jid = "";
    private String node = "";

    /** Takes the next bytes of the stream; the answers that they complete. */
    List<Answer> feed(ByteBuf bytes) {
        List<Answer> answers = new ArrayList<>();
        while (bytes.isReadable()) {
            int end = bytes.indexOf(bytes.readerIndex(), bytes.writerIndex(), (byte) '\n');
            append(bytes, (end < 0 ? bytes.writerIndex() : end) - bytes.readerIndex());
            if (end >= 0) {
                bytes.skipBytes(1);
                end(answers);
            }
        }
        return answers;
    }

    private void append(ByteBuf bytes, int length) {
        if (tooLong || line.size() + length > LINE) {
            tooLong = true;
            bytes.skipBytes(length);
            return;
        }
        byte[] part = new byte[length];
        bytes.readBytes(part);
        line.writeBytes(part);
    }

    private void end(List<Answer> answers) {
        if (!tooLong && line.size() > 0) {
            take(answers);
        }
        tooLong = false;
        line.reset();
    }

    private void take(List<Answer> answers) {
        byte[] bytes = line.toByteArray();
        if (bytes[0] == 't') {
            Matcher answer = ANSWER.matcher(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
            boolean wanted = answer.matches();
            jid = wanted ? answer.group(1) : "";
            node = wanted ? answer.group(2) : "";
        } else if (!jid.isEmpty() && bytes.length > 6 && bytes[0] == 'd') {
            try {
                JsonNode data = JSON.readTree(bytes, 5, bytes.length - 5).path("data");
                answers.add(new Answer(jid, node, data));
            } catch (JacksonException unreadable) {
                // the stream is there for speed only; the job list tells what this could not
                jid = "";
            }
            jid = "";
        }
    }
}
