package dev.tidegate.fleet;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The master's job cache and event bus. */
final class SaltJobs {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter JID = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSSSSS", Locale.ROOT);
    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("uuuu, MMM dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** One job; {@code lowstate} is as it was given. */
    record Job(String jid, JsonNode lowstate, List<String> minions, Map<String, ObjectNode> returns) {}

    private final Map<String, Job> jobs = new ConcurrentSkipListMap<>();
    private final List<BiConsumer<String, JsonNode>> listeners = new CopyOnWriteArrayList<>();
    private LocalDateTime last = LocalDateTime.MIN;

    /** A listener is told tag and data of everything that happens; running the answer ends it. */
    Runnable listen(BiConsumer<String, JsonNode> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** A job that begins now; the one that is known when the id is known. */
    Job begin(JsonNode lowstate, List<String> minions) {
        String jid = lowstate.path("jid").asString("");
        String own = jid.isEmpty() ? next() : jid;
        Job job = jobs.computeIfAbsent(own, unused -> new Job(own, lowstate, minions, new ConcurrentHashMap<>()));
        ObjectNode data = JSON.createObjectNode().put("jid", own).put("tgt_type", "list");
        data.set("tgt", lowstate.path("tgt"));
        data.put("user", "rollout").put("fun", lowstate.path("fun").asString(""));
        data.set("minions", names(minions));
        tell("salt/job/" + own + "/new", data);
        return job;
    }

    /** A node has answered. */
    void returned(Job job, String node, ObjectNode answer) {
        job.returns().put(node, answer);
        ObjectNode data = answer.deepCopy();
        data.put("cmd", "_return").put("id", node).put("jid", job.jid());
        data.put("fun", job.lowstate().path("fun").asString(""));
        tell("salt/job/" + job.jid() + "/ret/" + node, data);
    }

    Optional<Job> find(String jid) {
        return Optional.ofNullable(jobs.get(jid));
    }

    /** The answer to jobs.list_job. */
    ObjectNode list(String jid) {
        Optional<Job> job = find(jid);
        if (job.isEmpty()) {
            ObjectNode unknown = JSON.createObjectNode()
                    .put("jid", jid)
                    .put("Error", "Cannot contact returner or no job with this jid");
            unknown.set("Result", JSON.createObjectNode());
            return unknown;
        }
        ObjectNode described = JSON.createObjectNode().put("jid", jid);
        describe(described, job.get());
        described.set("Minions", names(job.get().minions()));
        ObjectNode results = JSON.createObjectNode();
        job.get().returns().forEach(results::set);
        described.set("Result", results);
        return described;
    }

    /** The answer to jobs.list_jobs. */
    ObjectNode search(JsonNode metadata) {
        ObjectNode found = JSON.createObjectNode();
        jobs.forEach((jid, job) -> {
            JsonNode has = job.lowstate().path("metadata");
            boolean matches = metadata.isMissingNode()
                    || metadata.properties().stream()
                            .anyMatch(entry -> has.path(entry.getKey()).equals(entry.getValue()));
            if (matches) {
                ObjectNode described = JSON.createObjectNode();
                describe(described, job);
                found.set(jid, described);
            }
        });
        return found;
    }

    private static void describe(ObjectNode to, Job job) {
        JsonNode lowstate = job.lowstate();
        to.put("Function", lowstate.path("fun").asString(""));
        to.set("Arguments", lowstate.path("arg").isArray() ? lowstate.path("arg") : JSON.createArrayNode());
        to.set("Target", lowstate.path("tgt"));
        to.put("Target-type", "list").put("User", "rollout");
        if (lowstate.has("metadata")) {
            to.set("Metadata", lowstate.path("metadata"));
        }
        to.put("StartTime", STARTED.format(LocalDateTime.parse(job.jid(), JID)));
    }

    static ArrayNode names(List<String> names) {
        ArrayNode array = JSON.createArrayNode();
        names.forEach(array::add);
        return array;
    }

    private synchronized String next() {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        last = now.isAfter(last) ? now : last.plusNanos(1000);
        return JID.format(last);
    }

    private void tell(String tag, JsonNode data) {
        listeners.forEach(listener -> listener.accept(tag, data));
    }
}
