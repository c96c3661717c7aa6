package dev.tidegate.correlator.incident;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Alert names read as people write them: a subject, and a rung on a ladder of severity.
 *
 * <p>StackLight says {@code NovaServiceDown} for each node, and {@code NovaServicesDownMinor}, {@code
 * NovaServicesDownMajor} and {@code NovaServiceOutage} for the service as it sinks; {@code SystemDiskFullWarning} and
 * {@code SystemDiskFullMajor} for one disk as it fills. Both are ladders; the first is climbed by a service on all its
 * nodes together, the second by each node for itself.
 */
final class AlertNames {
    private static final Pattern GRADE = Pattern.compile("(?:Warning|Minor|Major|Critical)$");
    private static final Pattern STATE = Pattern.compile("(?:Down|Outage|Absent)$");
    private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z]+|[0-9]+|[^A-Za-z0-9]+");

    /** Plural words of a subject; the singular is the same subject. StackLight has one with two s. */
    private static final Pattern PLURAL = Pattern.compile(
            "(Service|Process|Endpoint|Agent|Replica|Worker|Node|Server|Instance)(?:s|es|ss)(?=$|[A-Z])");

    /** What a subject is seen through: the processes, endpoints and replicas of a service are the service's. */
    private static final Pattern PART = Pattern.compile("(?:Service|Process)$");

    /** Subjects that are one machine's, whatever service it runs: many of them down are no service's fault. */
    private static final Pattern MACHINE =
            Pattern.compile("(?:Target|Host|Node|Machine|Instance|Server|Interface|Slave|Link|Uplink|Switch|Vm)$");

    /** What services run in on a machine. */
    private static final Pattern RUNTIME =
            Pattern.compile("^(?:Docker|Dockerd|Containerd|Crio|Podman|Kubelet|Libvirt|Libvirtd|Systemd)(?=$|[A-Z])");

    /** Subjects that are a machine as a whole, not a part of one. */
    private static final Pattern WHOLE = Pattern.compile("(?:Target|Host|Node|Machine|Instance|Server|Switch|Vm)$");

    private static final Pattern MACHINE_GONE = Pattern.compile("(?:Down|Unreachable|NotResponding|Offline|Rebooted)$");

    private static final int MOST_KNOWN = 10_000;
    private static final Map<String, Family> KNOWN = new ConcurrentHashMap<>();

    private AlertNames() {}

    /** How a family's ladder is climbed. */
    enum Climb {
        /** By a service on all its nodes together. */
        TOGETHER,
        /** By each node for itself. */
        EACH,
        /** The name has no rung. */
        NOT
    }

    /** What an alert speaks of, the lower ones first: what is wrong below explains what is wrong above on the same node. */
    enum Layer {
        MACHINE,
        RUNTIME,
        SERVICE,
        REST
    }

    /**
     * @param name the alert name without its rung
     */
    record Family(String name, Climb climb, Layer layer) {}

    /** Read once for each name; a fleet has few of them, and beyond the bound they are read each time. */
    static Family family(String alertname) {
        Family known = KNOWN.get(alertname);
        if (known == null) {
            known = read(alertname);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(alertname, known);
            }
        }
        return known;
    }

    private static Family read(String alertname) {
        String rest = GRADE.matcher(alertname).replaceFirst("");
        boolean graded = rest.length() < alertname.length() && !rest.isEmpty();
        if (!graded) {
            rest = alertname;
        }
        String subject = STATE.matcher(rest).replaceFirst("");
        boolean state = subject.length() < rest.length() && !subject.isEmpty();
        boolean runtime = RUNTIME.matcher(alertname).find();
        Layer layer = runtime ? Layer.RUNTIME : Layer.REST;
        Layer ofService = runtime ? Layer.RUNTIME : Layer.SERVICE;
        if (state && MACHINE.matcher(singular(subject)).find()) {
            return new Family(singular(subject), Climb.EACH, isMachineGone(alertname) ? Layer.MACHINE : layer);
        }
        if (state) {
            return new Family(part(singular(subject)), Climb.TOGETHER, ofService);
        }
        // ElasticsearchClusterHealthStatusMajor, GlusterfsServiceMinor: a grade of a service, not of a node's resource
        if (graded && (rest.endsWith("Service") || rest.contains("Cluster"))) {
            return new Family(part(singular(rest)), Climb.TOGETHER, ofService);
        }
        if (graded) {
            return new Family(rest, Climb.EACH, layer);
        }
        return new Family(alertname, Climb.NOT, isMachineGone(alertname) ? Layer.MACHINE : layer);
    }

    /** PrometheusTargetDown, HostUnreachable, NodeNotResponding. */
    private static boolean isMachineGone(String alertname) {
        String subject = MACHINE_GONE.matcher(alertname).replaceFirst("");
        return subject.length() < alertname.length() && WHOLE.matcher(subject).find();
    }

    /** The words of an alert name in lower case: {@code CephOsdDownMinor} → ceph, osd, down, minor. */
    static List<String> words(String alertname) {
        return WORD.matcher(alertname)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** {@code NovaServiceOutage} → {@code Nova service outage}; names that are sentences already stay as they are. */
    static String humanised(String alertname) {
        if (alertname.indexOf(' ') >= 0) {
            return alertname;
        }
        StringBuilder out = new StringBuilder();
        Matcher words = WORD.matcher(alertname);
        while (words.find()) {
            String word = words.group();
            if (!Character.isLetterOrDigit(word.charAt(0))) {
                continue;
            }
            boolean acronym = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
            if (out.length() == 0) {
                out.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            } else {
                out.append(' ').append(acronym ? word : word.toLowerCase(Locale.ROOT));
            }
        }
        return out.length() == 0 ? alertname : out.toString();
    }

    private static String singular(String subject) {
        return PLURAL.matcher(subject).replaceAll("$1");
    }

    private static String part(String subject) {
        String whole = PART.matcher(subject).replaceFirst("");
        return whole.isEmpty() || whole.length() == subject.length() ? subject : whole + "Service";
    }
}
