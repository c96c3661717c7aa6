package dev.tidegate.fleet;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A machine with a minion, and what a plan has to know of it. */
public final class SimulatedNode {
    private static final List<String> HARDWARE = List.of("r640", "r740", "r650");
    private static final int RACKS = 8;
    /** How many jobs a minion remembers, so as not to run one twice. */
    private static final int REMEMBERED = 100;

    private final String name;
    private final String role;
    private final int number;
    private final boolean staging;
    private final Map<String, String> running = new ConcurrentHashMap<>();
    private final Set<String> taken = new LinkedHashSet<>();
    private volatile String revision;
    private volatile boolean alive = true;
    private volatile boolean mortal;
    private volatile boolean lossy;
    private volatile int runs;

    SimulatedNode(int number, boolean staging, String revision) {
        this.number = number;
        this.staging = staging;
        this.revision = revision;
        this.role = number % 20 == 1 ? "control" : number % 10 == 2 ? "storage" : "compute";
        String prefix = staging ? "stg" : role.equals("control") ? "ctl" : role.equals("storage") ? "stor" : "cmp";
        this.name = "%s%03d".formatted(prefix, number);
    }

    public String name() {
        return name;
    }

    public String role() {
        return role;
    }

    public String hardware() {
        return HARDWARE.get(number % HARDWARE.size());
    }

    public String rack() {
        return "rack-" + (1 + number % RACKS);
    }

    /** Three control nodes vote together. */
    public String quorum() {
        return role.equals("control") && !staging ? "etcd-" + (1 + number / 60) : "";
    }

    public boolean isStaging() {
        return staging;
    }

    /** What was applied last. */
    public String revision() {
        return revision;
    }

    /** How often states were applied to it. */
    public int runs() {
        return runs;
    }

    public boolean isAlive() {
        return alive;
    }

    /** Its minion does not answer any more. */
    public void die() {
        alive = false;
        running.clear();
    }

    /** Its minion answers again; it has forgotten which jobs it has run. */
    public void revive() {
        restart();
        alive = true;
    }

    /** Its minion forgets which jobs it has run. */
    public void restart() {
        synchronized (taken) {
            taken.clear();
        }
    }

    /** The next job that it runs is killed half-way, and never returns. */
    public void killNextJob() {
        mortal = true;
    }

    /** The next job that it runs is done, and its answer gets lost on the bus. */
    public void loseNextAnswer() {
        lossy = true;
    }

    boolean losesAnswer() {
        boolean lost = lossy;
        lossy = false;
        return lost;
    }

    boolean spared() {
        boolean killed = mortal;
        mortal = false;
        return !killed;
    }

    /** False when it has run this job already. */
    boolean take(String jid) {
        synchronized (taken) {
            if (!taken.add(jid)) {
                return false;
            }
            if (taken.size() > REMEMBERED) {
                taken.remove(taken.iterator().next());
            }
            return true;
        }
    }

    void begin(String jid, String function) {
        running.put(jid, function);
    }

    /** False when the job was ended by somebody else. */
    boolean end(String jid) {
        return running.remove(jid) != null;
    }

    boolean runs(String jid) {
        return running.containsKey(jid);
    }

    /** The job that applies states here now, or an empty text. */
    String applying() {
        return running.entrySet().stream()
                .filter(job -> job.getValue().startsWith("state."))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    synchronized void become(String newRevision) {
        revision = newRevision;
        runs++;
    }
}
