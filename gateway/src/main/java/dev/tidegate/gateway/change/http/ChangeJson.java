package dev.tidegate.gateway.change.http;

import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.Approvals;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Wait;
import dev.tidegate.rollout.change.flow.ChangeView;
import dev.tidegate.rollout.change.json.ContentJson;
import dev.tidegate.rollout.gate.Facts;
import dev.tidegate.rollout.plan.Plan;
import dev.tidegate.rollout.plan.Wave;
import dev.tidegate.rollout.review.Review.Reviewed;
import dev.tidegate.rollout.risk.Calibration;
import dev.tidegate.rollout.risk.Proposal;
import dev.tidegate.rollout.risk.Risk;
import dev.tidegate.rollout.staging.Finding;
import dev.tidegate.rollout.staging.StagingRun;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes as documents. */
final class ChangeJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ChangeJson() {}

    static byte[] bytes(ObjectNode document) {
        return JsonMapper.shared().writeValueAsBytes(document);
    }

    /** A change in a list: without what has to be looked up elsewhere. */
    static ObjectNode summary(Kept kept, Instant now) {
        Change change = kept.change();
        ObjectNode out = NODES.objectNode()
                .put("id", change.id())
                .put("tenant", change.tenant())
                .put("author", change.author())
                .put("revision", change.revision())
                .put("hash", change.content().hash());
        out.set("content", ContentJson.write(change.content()));
        out.put("state", kept.state(now).word())
                .put("standing", Approvals.standing(change, now).words());
        ArrayNode waits = out.putArray("waits");
        Wait.of(kept, now).forEach(wait -> waits.add(wait(wait)));
        ArrayNode approvals = out.putArray("approvals");
        change.approvals().forEach(approval -> approvals.add(approval(approval)));
        change.emergency()
                .ifPresent(glass -> out.putObject("emergency")
                        .put("by", glass.by())
                        .put("reason", glass.reason())
                        .put("at", glass.at().toString())
                        .put("reviewer", glass.reviewer().orElse(null)));
        return out.put("rollout", kept.rollout().orElse(null))
                .put("createdAt", kept.createdAt().toString())
                .put("updatedAt", kept.updatedAt().toString());
    }

    private static ObjectNode wait(Wait wait) {
        ObjectNode out = NODES.objectNode();
        wait.roles().forEach(role -> out.withArray("/for").add(word(role)));
        return out.put("what", word(wait.what()))
                .put("side", wait.side().map(ChangeJson::word).orElse(null))
                .put("until", wait.until().map(Instant::toString).orElse(null))
                .put("pressing", wait.pressing())
                .put("words", wait.words());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A change that waits for somebody, and whether that is who asks. */
    static ObjectNode waiting(Kept kept, Person person, Instant now) {
        Change change = kept.change();
        ObjectNode out = NODES.objectNode()
                .put("change", change.id())
                .put("tenant", change.tenant())
                .put("title", change.content().title())
                .put("revision", change.revision())
                .put("hash", change.content().hash())
                .put("start", change.content().start().toString());
        ArrayNode waits = out.putArray("waits");
        Wait.of(kept, now).forEach(wait -> waits.add(wait(wait).put("mine", wait.isFor(person, change))));
        return out;
    }

    private static ObjectNode approval(Approval approval) {
        return NODES.objectNode()
                .put("side", approval.side().name().toLowerCase(Locale.ROOT))
                .put("by", approval.by())
                .put("hash", approval.hash())
                .put("start", approval.start().toString())
                .put("granted", approval.granted())
                .put("reason", approval.reason())
                .put("at", approval.at().toString());
    }

    /** A change with all there is to it. */
    static ObjectNode document(ChangeView view) {
        ObjectNode out = summary(view.kept(), view.at());
        Facts facts = view.facts();
        out.set("review", review(facts));
        out.set("risk", risk(view));
        out.set("plan", plan(facts));
        out.set("staging", staging(facts.staging(), view.evidence()));
        out.putObject("window")
                .put("open", facts.closed().isEmpty())
                .put("reason", facts.closed().orElse(""))
                .put("frozen", facts.frozen().orElse(null));
        out.putObject("wayBack")
                .put("proven", facts.wayBack().proven())
                .put("words", facts.wayBack().words());
        ArrayNode overlaps = out.putArray("overlaps");
        facts.overlaps()
                .forEach(overlap -> overlaps.addObject()
                        .put("id", overlap.id())
                        .put("title", overlap.title())
                        .put("state", overlap.state())
                        .put("nodes", overlap.nodes())
                        .put("words", overlap.words()));
        view.obstacles().forEach(out.putArray("obstacles")::add);
        ArrayNode timeline = out.putArray("timeline");
        view.timeline().forEach(record -> timeline.add(record(record)));
        return out;
    }

    private static ObjectNode record(AuditRecord record) {
        return NODES.objectNode()
                .put("number", record.number())
                .put("at", record.at().toString())
                .put("actor", record.actor())
                .put("action", record.action())
                .set("detail", JsonMapper.shared().readTree(record.detail()));
    }

    private static ObjectNode review(Facts facts) {
        ObjectNode out = NODES.objectNode();
        Optional<Reviewed> known = facts.review();
        out.put("known", known.isPresent())
                .put("approved", known.map(Reviewed::approved).orElse(false))
                .put("reason", known.map(Reviewed::reason).orElse(facts.reviewProblem()))
                .put("author", known.map(Reviewed::author).orElse(""))
                .put("subject", known.map(Reviewed::subject).orElse(""));
        known.map(Reviewed::reviewers).orElse(List.of()).forEach(out.putArray("reviewers")::add);
        ArrayNode files = out.putArray("files");
        known.map(Reviewed::files)
                .orElse(List.of())
                .forEach(file -> files.addObject()
                        .put("path", file.path())
                        .put("inserted", file.inserted())
                        .put("deleted", file.deleted()));
        return out;
    }

    /** As it was told to those who decided, if anybody has, and beside it what it is today when that is something else. */
    private static ObjectNode risk(ChangeView view) {
        Optional<Risk> told = view.kept().told().filter(known -> view.kept().decided());
        boolean irreversible = !view.kept().change().content().irreversible().isEmpty();
        ObjectNode out = told.map(known -> risk(known, Proposal.of(known, irreversible)))
                .orElseGet(() -> risk(view.risk(), view.proposal()));
        out.put("asOf", told.isPresent() ? "decided" : "today");
        if (told.isPresent() && !told.get().factors().equals(view.risk().factors())) {
            out.set("today", risk(view.risk(), view.proposal()));
        }
        return out;
    }

    private static ObjectNode risk(Risk risk, Proposal proposal) {
        ObjectNode out = NODES.objectNode()
                .put("score", risk.probability())
                .put("level", risk.level().name().toLowerCase(Locale.ROOT));
        ArrayNode factors = out.putArray("factors");
        risk.factors()
                .forEach(factor -> factors.addObject()
                        .put("name", factor.name())
                        .put("value", Math.exp(factor.weight()))
                        .put("weight", factor.weight())
                        .put("words", factor.words()));
        ObjectNode proposes = out.putObject("proposes");
        proposal.plan().forEach(proposes.putObject("plan").putArray("steps")::add);
        proposes.put("soak", proposal.soak().toString());
        proposal.approvers().forEach(proposes.putArray("approvers")::add);
        return out;
    }

    private static ObjectNode plan(Facts facts) {
        ObjectNode out = NODES.objectNode();
        ArrayNode waves = out.putArray("waves");
        facts.plan().map(Plan::waves).orElse(List.of()).forEach(wave -> waves.add(wave(wave)));
        facts.plan().map(Plan::notes).orElse(List.of()).forEach(out.putArray("notes")::add);
        out.put("refused", facts.plan().isPresent() ? null : facts.planRefused());
        return out;
    }

    private static ObjectNode wave(Wave wave) {
        ObjectNode out = NODES.objectNode().put("number", wave.number());
        wave.nodes().forEach(out.putArray("nodes")::add);
        ArrayNode batches = out.putArray("batches");
        wave.batches().forEach(batch -> {
            ObjectNode one = batches.addObject().put("domain", batch.domain());
            batch.nodes().forEach(one.putArray("nodes")::add);
        });
        ArrayNode strata = out.putArray("strata");
        wave.strata().forEach(stratum -> strata.add(stratum.toString()));
        ObjectNode missed = out.putObject("missed");
        for (int i = 0; i < wave.missed().size(); i++) {
            missed.put(
                    Math.round(Plan.DEFECTS.get(i) * 100) + "%", wave.missed().get(i));
        }
        return out;
    }

    /** A run; {@code none} when there is none. */
    static ObjectNode staging(Optional<StagingRun> found, List<Finding> evidence) {
        ObjectNode out = NODES.objectNode();
        out.put(
                        "state",
                        found.map(run -> run.state().name().toLowerCase(Locale.ROOT))
                                .orElse("none"))
                .put("reason", found.map(StagingRun::reason).orElse("it was not tried yet"));
        found.ifPresent(run -> {
            out.put("id", run.id())
                    .put("revision", run.revision())
                    .put("hash", run.hash())
                    .put("startedBy", run.startedBy())
                    .put("startedAt", run.startedAt().toString())
                    .put("soakUntil", run.soakUntil().map(Instant::toString).orElse(null))
                    .put("endedAt", run.endedAt().map(Instant::toString).orElse(null))
                    .put("watch", run.soakUntil().isPresent() ? run.watch() : null);
            run.nodes().forEach(out.putArray("nodes")::add);
        });
        ArrayNode list = out.putArray("evidence");
        evidence.forEach(finding -> list.addObject()
                .put("at", finding.at().toString())
                .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                .put("node", finding.node())
                .put("passed", finding.passed())
                .put("words", finding.words()));
        return out;
    }

    /** Figures that cannot be known yet are null. */
    static ObjectNode calibration(Calibration calibration) {
        ObjectNode out =
                NODES.objectNode().put("changes", calibration.changes()).put("failures", calibration.failures());
        figure(out, "logLoss", calibration.logLoss());
        figure(out, "ratio", calibration.ratio());
        return out;
    }

    private static void figure(ObjectNode out, String name, double value) {
        if (Double.isFinite(value)) {
            out.put(name, value);
        } else {
            out.putNull(name);
        }
    }
}
