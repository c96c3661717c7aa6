package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.correlator.image.json.ImageJson;
import dev.tidegate.correlator.image.json.StoredJson;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Severity;
import java.util.List;

/** How images become rows; {@link RowImages} is the way back. */
final class Tables {
    static final Table<AlertImage> ALERT = new Table<AlertImage>("alert", List.of("partition", "tenant", "fingerprint"))
            .text("tenant", AlertImage::tenant)
            .text("fingerprint", alert -> Fingerprint.toHex(alert.fingerprint()))
            .text("site", AlertImage::site)
            .text("alertname", AlertImage::alertname)
            .text("severity", alert -> alert.severity().word())
            .text("node", AlertImage::node)
            .jsonb("labels", alert -> StoredJson.labels(alert.labels()))
            .json("annotations", alert -> StoredJson.labels(alert.annotations()))
            .text("generator_url", AlertImage::generatorUrl)
            .text("source", AlertImage::source)
            .text("state", alert -> alert.firing() ? "firing" : "resolved")
            .truth("flapping", AlertImage::flapping)
            .times("transitions", AlertImage::transitions)
            .number("episode", AlertImage::episode)
            .time("starts_at", AlertImage::startsAt)
            .time("ends_at", AlertImage::endsAt)
            .time("first_seen", AlertImage::firstSeen)
            .time("last_seen", AlertImage::lastSeen)
            .number("repeats", AlertImage::repeats)
            .texts("silenced_by", AlertImage::silencedBy)
            .texts("inhibited_by", AlertImage::inhibitedBy)
            .text("incident", AlertImage::incident);

    static final Table<IncidentImage> INCIDENT = new Table<IncidentImage>("incident", List.of("id"))
            .text("id", IncidentImage::id)
            .text("tenant", IncidentImage::tenant)
            .text("site", IncidentImage::site)
            .number("number", IncidentImage::number)
            .text("state", incident -> incident.state().word())
            .text("severity", incident -> incident.severity().word())
            .number("severity_rank", incident -> incident.severity().compareTo(Severity.CRITICAL))
            .text("title", IncidentImage::title)
            .text("head", incident -> Fingerprint.toHex(incident.head()))
            .truth("storm", IncidentImage::storm)
            .time("opened_at", IncidentImage::openedAt)
            .time("updated_at", IncidentImage::updatedAt)
            .time("acknowledged_at", IncidentImage::acknowledgedAt)
            .text("acknowledged_by", IncidentImage::acknowledgedBy)
            .time("resolved_at", IncidentImage::resolvedAt)
            .text("resolved_by", IncidentImage::resolvedBy)
            .time("closed_at", IncidentImage::closedAt)
            .text("merged_into", IncidentImage::mergedInto)
            .number("alert_count", IncidentImage::alertCount)
            .number("firing_count", IncidentImage::firingCount)
            .number("node_count", IncidentImage::nodeCount)
            .texts("nodes", IncidentImage::nodes)
            .json("explanation", StoredJson::explanation)
            .number("version", IncidentImage::version);

    static final Table<MemberImage> MEMBER = new Table<MemberImage>(
                    "member", List.of("incident", "tenant", "fingerprint", "episode"))
            .text("incident", MemberImage::incident)
            .text("tenant", MemberImage::tenant)
            .text("fingerprint", member -> Fingerprint.toHex(member.fingerprint()))
            .number("episode", MemberImage::episode)
            .time("joined_at", MemberImage::joinedAt)
            .time("left_at", MemberImage::leftAt)
            .json("reason", member -> StoredJson.reason(member.reason()));

    static final Table<SilenceImage> SILENCE = new Table<SilenceImage>("silence", List.of("partition", "id"))
            .text("id", SilenceImage::id)
            .text("tenant", SilenceImage::tenant)
            .jsonb("matchers", silence -> StoredJson.matchers(silence.matchers()))
            .time("starts_at", SilenceImage::startsAt)
            .time("ends_at", SilenceImage::endsAt)
            .time("updated_at", SilenceImage::updatedAt)
            .text("created_by", SilenceImage::createdBy)
            .text("comment", SilenceImage::comment);

    private Tables() {}

    /** Events are only ever added; the body carries the partition, so the table is made per partition. */
    static Table<EventImage> event(int partition) {
        return new Table<EventImage>("event", List.of())
                .number("seq", EventImage::seq)
                .time("at", EventImage::at)
                .text("kind", EventImage::kind)
                .text("tenant", EventImage::tenant)
                .text("site", EventImage::site)
                .text("incident", EventImage::incident)
                .text(
                        "fingerprint",
                        event -> event.fingerprint() == null ? null : Fingerprint.toHex(event.fingerprint()))
                .text("actor", EventImage::actor)
                .json("body", event -> ImageJson.text(out -> ImageJson.event(out, partition, event)));
    }
}
