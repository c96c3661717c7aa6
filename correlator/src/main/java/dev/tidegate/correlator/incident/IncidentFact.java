package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Scope;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that has happened to an incident or a scope: what {@link Incidents#decide} and {@link Incidents#tick} give
 * back, what {@link Incidents#apply} takes in, and what the timeline tells.
 */
public sealed interface IncidentFact {
    /** The kind of event it is told as; see {@link EventImage}. */
    String kind();

    Scope scope();

    Instant at();

    /** The incident it is about; null when it is about the scope, or about a command that named no incident. */
    @Nullable
    String incident();

    /** Who caused it; {@link EventImage#SYSTEM} when nobody did. */
    default String actor() {
        return EventImage.SYSTEM;
    }

    /** What is special about it, in reading order. */
    default Map<String, String> details() {
        return Map.of();
    }

    /** Incidents whose rows it changes. */
    default List<String> touched() {
        String id = incident();
        return id == null ? List.of() : List.of(id);
    }

    /** Memberships it changes, as they stand after it. */
    default List<MemberImage> members() {
        return List.of();
    }

    /** An incident begins; its first member follows as {@link Joined}. */
    record Opened(Scope scope, String incident, long number, Reason reason, boolean storm, Instant at)
            implements IncidentFact {
        @Override
        public String kind() {
            return "incident.opened";
        }
    }

    /** An episode belongs to an incident from here on. */
    record Joined(Scope scope, String incident, Episode episode, Reason reason, boolean storm, Instant at)
            implements IncidentFact {
        @Override
        public String kind() {
            return "incident.updated";
        }

        @Override
        public List<MemberImage> members() {
            return List.of(new MemberImage(
                    incident, scope.tenant(), episode.fingerprint(), episode.episode(), at, null, reason));
        }
    }

    /** A member's episode is over; it still belongs. */
    record Quieted(Scope scope, String incident, long fingerprint, int episode, Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "incident.updated";
        }
    }

    /** A person takes the incident on. */
    record Acknowledged(
            Scope scope,
            String incident,
            String actor,
            @Nullable String comment,
            Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "incident.acknowledged";
        }

        @Override
        public Map<String, String> details() {
            return remark(comment);
        }
    }

    /** An acknowledgement is taken back. */
    record Unacknowledged(
            Scope scope,
            String incident,
            String actor,
            @Nullable String comment,
            Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "incident.unacknowledged";
        }

        @Override
        public Map<String, String> details() {
            return remark(comment);
        }
    }

    /**
     * It is over, until a member fires again.
     *
     * @param by who said so; null when its alerts ended by themselves
     */
    record Resolved(
            Scope scope,
            String incident,
            @Nullable String by,
            @Nullable String comment,
            Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "incident.resolved";
        }

        @Override
        public String actor() {
            return by == null ? EventImage.SYSTEM : by;
        }

        @Override
        public Map<String, String> details() {
            return remark(comment);
        }
    }

    /** An alert fires that belongs to a resolved incident. */
    record Reopened(Scope scope, String incident, String alertname, String node, Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "incident.reopened";
        }

        @Override
        public Map<String, String> details() {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("alertname", alertname);
            details.put("node", node);
            return details;
        }
    }

    /** Nothing came back in time: it takes no more alerts. */
    record Closed(Scope scope, String incident, Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "incident.closed";
        }
    }

    /** All members of one incident move into another; the one ends. */
    record Merged(
            Scope scope,
            String incident,
            String into,
            Reason reason,
            List<MemberImage> members,
            String actor,
            @Nullable String comment,
            Instant at)
            implements IncidentFact {
        public Merged {
            members = List.copyOf(members);
        }

        @Override
        public String kind() {
            return "incident.merged";
        }

        @Override
        public List<String> touched() {
            return List.of(incident, into);
        }

        @Override
        public Map<String, String> details() {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("into", into);
            details.put("why", reason.kind());
            details.putAll(reason.inputs());
            details.putAll(remark(comment));
            return details;
        }
    }

    /** Some members of an incident, named by {@link #members}, move into one that was opened for them. */
    record Split(
            Scope scope,
            String incident,
            String into,
            List<MemberImage> members,
            String actor,
            @Nullable String comment,
            Instant at)
            implements IncidentFact {
        public Split {
            members = List.copyOf(members);
        }

        @Override
        public String kind() {
            return "incident.split";
        }

        @Override
        public List<String> touched() {
            return List.of(incident, into);
        }

        @Override
        public Map<String, String> details() {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("into", into);
            details.put("alerts", Integer.toString(members.size() / 2));
            details.putAll(remark(comment));
            return details;
        }
    }

    /** A remark. */
    record Commented(Scope scope, String incident, String text, String actor, Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "incident.commented";
        }

        @Override
        public Map<String, String> details() {
            return remark(text);
        }
    }

    /** More new alerts come in than people can read. */
    record StormBegan(Scope scope, int alertsPerMinute, int limit, Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "storm.began";
        }

        @Override
        public @Nullable String incident() {
            return null;
        }

        @Override
        public Map<String, String> details() {
            return rates(alertsPerMinute, limit);
        }
    }

    /** The storm is over. */
    record StormEnded(Scope scope, int alertsPerMinute, int limit, Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "storm.ended";
        }

        @Override
        public @Nullable String incident() {
            return null;
        }

        @Override
        public Map<String, String> details() {
            return rates(alertsPerMinute, limit);
        }
    }

    /**
     * What a person asked for could not be done; changes nothing.
     *
     * @param scope the incident's; {@link Incidents#NOWHERE} when the incident is not known
     * @param why a sentence for the person
     */
    record Refused(Scope scope, @Nullable String incident, String command, String why, String actor, Instant at)
            implements IncidentFact {
        @Override
        public String kind() {
            return "command.refused";
        }

        @Override
        public List<String> touched() {
            return List.of();
        }

        @Override
        public Map<String, String> details() {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("command", command);
            details.put("reason", why);
            return details;
        }
    }

    /** From here on another policy decides. */
    record PolicyAdopted(Policy policy, Instant at) implements IncidentFact {
        @Override
        public String kind() {
            return "policy.changed";
        }

        @Override
        public Scope scope() {
            return Incidents.NOWHERE;
        }

        @Override
        public @Nullable String incident() {
            return null;
        }
    }

    private static Map<String, String> remark(@Nullable String comment) {
        return comment == null ? Map.of() : Map.of("comment", comment);
    }

    private static Map<String, String> rates(int alertsPerMinute, int limit) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("alertsPerMinute", Integer.toString(alertsPerMinute));
        details.put("limit", Integer.toString(limit));
        return details;
    }
}
