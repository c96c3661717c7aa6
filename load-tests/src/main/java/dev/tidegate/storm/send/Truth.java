package dev.tidegate.storm.send;

import dev.tidegate.model.Fingerprint;
import dev.tidegate.storm.fault.Root;
import dev.tidegate.storm.timeline.Episode;
import dev.tidegate.storm.timeline.NamedFault;
import dev.tidegate.storm.timeline.StormSpec;
import dev.tidegate.storm.timeline.Timeline;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The ground truth of a storm as NDJSON, one record a line, told apart by {@code type}:
 *
 * <pre>
 * {"type":"storm","seed":7,"nodes":500,"site":"site-1","faults":8,"alerts":1432}
 * {"type":"fault","fault":"f-3","kind":"rack-power","root":{"node":"pdu-r02","alertname":"PduInputPowerLost"},
 *  "alerts":212}
 * {"type":"alert","fingerprint":"16 hex digits","labels":{…},"startsAt":"…","endsAt":"…","fault":"f-3",
 *  "kind":"rack-power","root":{…}}
 * </pre>
 *
 * One alert record per episode, for exactly the episodes the other side took in, in the order of firing; the same labels
 * may fire again later as another episode. The fingerprint is Alertmanager's. {@code endsAt} is missing when the resolve
 * was not taken in. Noise has the fault {@code -}, the kind {@code noise} and itself as root. {@code alerts} counts
 * episodes.
 */
public final class Truth {
    private Truth() {}

    /** Writes the truth of what the ledger has seen. */
    public static void write(Path file, StormSpec spec, Timeline timeline, Ledger ledger) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"type\":\"storm\",\"seed\":%d,\"nodes\":%d,\"site\":\"%s\",\"faults\":%d,\"alerts\":%d}\n"
                    .formatted(
                            spec.seed(),
                            spec.nodes(),
                            timeline.fleet().site(),
                            timeline.faults().size(),
                            ledger.distinct()));
            for (NamedFault fault : timeline.faults()) {
                out.write(fault(fault, alertsOf(fault, timeline, ledger)));
            }
            for (Episode episode : timeline.episodes()) {
                @Nullable Instant startsAt = ledger.startsAt(episode.id());
                if (startsAt != null) {
                    out.write(alert(episode, startsAt, ledger.endsAt(episode.id())));
                }
            }
        }
    }

    private static long alertsOf(NamedFault fault, Timeline timeline, Ledger ledger) {
        return timeline.episodes().stream()
                .filter(episode -> episode.fault().equals(fault.id()) && ledger.startsAt(episode.id()) != null)
                .count();
    }

    private static String fault(NamedFault fault, long alerts) {
        StringBuilder out = new StringBuilder("{\"type\":\"fault\",");
        Json.field(out, "fault", fault.id()).append(',');
        Json.field(out, "kind", fault.fault().kind().wireName()).append(',');
        root(out, fault.fault().root());
        return out.append(",\"alerts\":").append(alerts).append("}\n").toString();
    }

    private static String alert(Episode episode, Instant startsAt, @Nullable Instant endsAt) {
        StringBuilder out = new StringBuilder("{\"type\":\"alert\",");
        Json.field(out, "fingerprint", Fingerprint.toHex(Fingerprint.of(episode.labels())));
        Json.labels(out.append(",\"labels\":"), episode.labels()).append(',');
        Json.field(out, "startsAt", startsAt.toString()).append(',');
        if (endsAt != null) {
            Json.field(out, "endsAt", endsAt.toString()).append(',');
        }
        Json.field(out, "fault", episode.fault()).append(',');
        Json.field(out, "kind", episode.kind().wireName()).append(',');
        return root(out, episode.root()).append("}\n").toString();
    }

    private static StringBuilder root(StringBuilder out, Root root) {
        Json.field(out.append("\"root\":{"), "node", root.node()).append(',');
        return Json.field(out, "alertname", root.alertname()).append('}');
    }
}
