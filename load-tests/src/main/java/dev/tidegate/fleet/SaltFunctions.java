package dev.tidegate.fleet;

import dev.tidegate.fleet.SaltJobs.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What minions do, and what the master answers about it, in the words of Salt 3006. */
final class SaltFunctions {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern EXIT = Pattern.compile("exit (\\d{1,3})");

    private final SimulatedFleet fleet;
    private final SaltJobs jobs;
    private final OrderBook book;

    SaltFunctions(SimulatedFleet fleet, SaltJobs jobs, OrderBook book) {
        this.fleet = fleet;
        this.jobs = jobs;
        this.book = book;
    }

    /** client local_async: the job's id and whom it went to; nothing when nobody is known. */
    JsonNode async(JsonNode lowstate) {
        List<String> known = targets(lowstate).stream()
                .filter(node -> fleet.find(node).isPresent())
                .toList();
        ObjectNode answer = JSON.createObjectNode();
        if (known.isEmpty()) {
            return answer;
        }
        Job job = jobs.begin(lowstate, known);
        for (String node : job.minions()) {
            run(job, fleet.node(node));
        }
        answer.put("jid", job.jid());
        answer.set("minions", SaltJobs.names(known));
        return answer;
    }

    private void run(Job job, SimulatedNode node) {
        String function = job.lowstate().path("fun").asString("");
        boolean states = function.startsWith("state.");
        if (states) {
            book.note(job, node.name(), "told");
        }
        if (!node.isAlive() || !node.take(job.jid())) {
            return;
        }
        String busy = states ? node.applying() : "";
        if (!busy.isEmpty()) {
            jobs.returned(job, node.name(), conflict(busy));
            return;
        }
        node.begin(job.jid(), function);
        long patience = states ? fleet.work() : 0;
        boolean condemned = !node.spared();
        boolean killed = condemned || fleet.kills();
        boolean lost = node.losesAnswer();
        CompletableFuture.delayedExecutor(patience, TimeUnit.MILLISECONDS).execute(() -> {
            if (killed) {
                node.end(job.jid());
            } else if (node.isAlive() && node.end(job.jid())) {
                ObjectNode said = perform(function, job.lowstate(), node);
                if (states) {
                    book.note(job, node.name(), "ran");
                }
                if (!lost) {
                    jobs.returned(job, node.name(), said);
                }
            }
        });
    }

    /** client local: what every target says, or false, or a sentence. */
    JsonNode local(JsonNode lowstate) throws InterruptedException {
        boolean full = lowstate.path("full_return").asBoolean(false);
        String function = lowstate.path("fun").asString("");
        ObjectNode answer = JSON.createObjectNode();
        List<String> silent = new ArrayList<>();
        for (String name : targets(lowstate)) {
            if (fleet.find(name).isEmpty()) {
                answer.put(name, "Minion did not return. [No response]");
            } else if (!fleet.node(name).isAlive()) {
                silent.add(name);
                answer.put(name, false);
            } else {
                ObjectNode said = perform(function, lowstate, fleet.node(name));
                JsonNode value = said.path("return");
                if (full) {
                    ObjectNode all = JSON.createObjectNode();
                    all.set("ret", value);
                    all.set("retcode", said.path("retcode"));
                    all.put("jid", "20260101000000000000");
                    answer.set(name, all);
                } else {
                    answer.set(name, value);
                }
            }
        }
        if (!silent.isEmpty()) {
            Thread.sleep(fleet.spec().silence());
        }
        return answer;
    }

    private static ObjectNode conflict(String busy) {
        ObjectNode said = JSON.createObjectNode();
        said.set(
                "return",
                SaltJobs.names(
                        List.of("The function \"state.apply\" is running as PID 1 and was started with jid " + busy)));
        return said.put("retcode", 1).put("success", false).put("out", "highstate");
    }

    private ObjectNode perform(String function, JsonNode lowstate, SimulatedNode node) {
        JsonNode argument = lowstate.path("arg").path(0);
        return switch (function) {
            case "test.ping" -> said(NODES.booleanNode(true), 0);
            case "saltutil.find_job" -> said(job(argument.asString(""), node), 0);
            case "grains.get" ->
                said(NODES.stringNode(argument.asString("").equals("tidegate_revision") ? node.revision() : ""), 0);
            case "cmd.run", "cmd.run_all" -> command(function, argument.asString(""), node);
            case "state.apply", "state.sls" -> states(lowstate, node);
            default -> said(NODES.stringNode("'" + function + "' is not available."), 254);
        };
    }

    private static ObjectNode said(JsonNode value, int code) {
        ObjectNode said = JSON.createObjectNode();
        said.set("return", value);
        return said.put("retcode", code).put("success", code == 0);
    }

    private static JsonNode job(String jid, SimulatedNode node) {
        return node.runs(jid) ? JSON.createObjectNode().put("pid", 4711).put("jid", jid) : JSON.createObjectNode();
    }

    private static ObjectNode command(String function, String line, SimulatedNode node) {
        Matcher exit = EXIT.matcher(line);
        int code = exit.matches() ? Integer.parseInt(exit.group(1)) : line.equals("false") ? 1 : 0;
        String output = line.equals("cat /etc/tidegate/revision") ? node.revision() : "";
        if (function.equals("cmd.run")) {
            return said(NODES.stringNode(output), code);
        }
        ObjectNode all = JSON.createObjectNode().put("pid", 4712).put("retcode", code);
        return said(all.put("stdout", output).put("stderr", ""), code);
    }

    private static ObjectNode states(JsonNode lowstate, SimulatedNode node) {
        JsonNode kwarg = lowstate.path("kwarg");
        String revision = kwarg.path("pillar").path("tidegate").path("revision").asString("");
        if (revision.isEmpty()) {
            ObjectNode said = said(SaltJobs.names(List.of("Rendering SLS failed: pillar tidegate is undefined")), 1);
            return said.put("out", "highstate");
        }
        boolean changes = !node.revision().equals(revision);
        node.become(revision);
        ObjectNode grain = JSON.createObjectNode();
        ObjectNode diff = JSON.createObjectNode();
        if (changes) {
            diff.put("tidegate_revision", revision);
        }
        grain.set("changes", diff);
        grain.put("comment", changes ? "Set grain tidegate_revision to " + revision : "Grain is already set");
        grain.put("name", "tidegate_revision").put("result", true).put("__sls__", "tidegate");
        grain.put("__run_num__", 0).put("__id__", "tidegate-revision");
        ObjectNode states = JSON.createObjectNode();
        states.set("grains_|-tidegate-revision_|-tidegate_revision_|-present", grain);
        return said(states, 0).put("out", "highstate");
    }

    private List<String> targets(JsonNode lowstate) {
        JsonNode target = lowstate.path("tgt");
        if (target.isArray()) {
            List<String> names = new ArrayList<>();
            target.forEach(name -> names.add(name.asString("")));
            return names;
        }
        String glob = target.asString("");
        return fleet.nodes().stream()
                .map(SimulatedNode::name)
                .filter(name -> glob.equals("*") || glob.equals(name))
                .toList();
    }
}
