package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The latest episode of an alert, where it belongs. Mutable: changed by facts only. */
final class Member {
    final Episode episode;
    final AlertNames.Family family;
    final Reason reason;
    final Instant joinedAt;
    LiveIncident incident;
    boolean firing;

    Member(Episode episode, Reason reason, Instant joinedAt, LiveIncident incident, boolean firing) {
        this.episode = episode;
        this.family = AlertNames.family(episode.alertname());
        this.reason = reason;
        this.joinedAt = joinedAt;
        this.incident = incident;
        this.firing = firing;
    }

    String subject() {
        return subject(episode, family);
    }

    /** What an alert is about: its service as far as it names one, else its name's family. */
    static String subject(Episode episode, AlertNames.Family family) {
        String service = episode.labels().get("service");
        return service == null || service.isEmpty() ? family.name() : service;
    }

    /** As it stands when it leaves. */
    MemberImage left(Instant at) {
        return image(incident.id, at, joinedAt, reason);
    }

    /** As it stands in another incident from there on. */
    MemberImage moved(String into, Instant at, Reason why) {
        return image(into, null, at, why);
    }

    private MemberImage image(String of, @Nullable Instant leftAt, Instant joined, Reason why) {
        return new MemberImage(
                of, episode.scope().tenant(), episode.fingerprint(), episode.episode(), joined, leftAt, why);
    }
}
