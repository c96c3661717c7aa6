package dev.tidegate.fleet;

import dev.tidegate.fleet.SaltJobs.Job;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What nodes were told, as the master and the minions themselves saw it: a line of JSON each time states are sent to a node
 * ({@code told}, repetitions and dead nodes included) and each time they are carried out ({@code ran}).
 */
interface OrderBook {
    /** Writes nothing down. */
    OrderBook NONE = (job, node, what) -> {};

    void note(Job job, String node, String what);

    /** One that is written to a file, a line at a time. */
    static OrderBook in(Path file) throws IOException {
        // no channel: that would be closed for good when the thread of a call is interrupted while it writes
        Writer out = new OutputStreamWriter(new FileOutputStream(file.toFile(), true), StandardCharsets.UTF_8);
        return (job, node, what) -> {
            JsonNode metadata = job.lowstate().path("metadata");
            ObjectNode line = JsonMapper.shared()
                    .createObjectNode()
                    .put("at", System.currentTimeMillis())
                    .put("what", what)
                    .put("node", node)
                    .put("jid", job.jid())
                    .put("order", metadata.path("tidegate").asString(""))
                    .put("rollout", metadata.path("rollout").asString(""))
                    .put("epoch", metadata.path("epoch").asLong(0))
                    .put("direction", metadata.path("direction").asString(""))
                    .put("revision", metadata.path("revision").asString(""));
            try {
                synchronized (out) {
                    out.write(line + "\n");
                    out.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
