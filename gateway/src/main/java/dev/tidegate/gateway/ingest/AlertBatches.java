package dev.tidegate.gateway.ingest;

import dev.tidegate.model.Alert;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the alerts of one request into log records, one or more per scope, and what was refused of it. Not
 * thread-safe.
 */
public final class AlertBatches {
    private static final int SCOPES_NAMED = 3;

    private final String format;
    private final String tenant;
    private final SiteLabel siteLabel;
    private final IngestLimits limits;
    private final long now;
    private final Refusals refusals;
    private final List<ScopedRecord> finished = new ArrayList<>(1);
    private final Map<String, Open> open = new LinkedHashMap<>();
    private int leftOut;
    private @Nullable Open last; // most alerts of a request are of the site of the one before

    private static final class Open {
        final Scope scope;
        final byte[] site;
        AlertBatchWriter writer;

        Open(Scope scope, AlertBatchWriter writer) {
            this.scope = scope;
            this.site = scope.site().getBytes(StandardCharsets.UTF_8);
            this.writer = writer;
        }
    }

    /**
     * @param format becomes the source of the records
     * @param now the gateway's clock, microseconds since 1970
     */
    public AlertBatches(String format, String tenant, SiteLabel siteLabel, IngestLimits limits, long now) {
        this.format = format;
        this.tenant = tenant;
        this.siteLabel = siteLabel;
        this.limits = limits;
        this.now = now;
        this.refusals = new Refusals(limits.namedErrors());
    }

    public IngestLimits limits() {
        return limits;
    }

    public SiteLabel siteLabel() {
        return siteLabel;
    }

    public long now() {
        return now;
    }

    public Refusals refusals() {
        return refusals;
    }

    /** Counts alerts that the sender says it left out of the request. */
    public void leftOut(int alerts) {
        leftOut += alerts;
    }

    /** How many alerts the sender left out. */
    public int leftOut() {
        return leftOut;
    }

    /**
     * The writer for the next alert of a site, given as a UTF-8 slice; null when the request already has as many sites
     * as it may have. Ask anew for each alert: a record that has become long is closed here.
     */
    public @Nullable AlertBatchWriter writer(byte[] utf8, int from, int to) {
        Open current = last;
        if (current == null || !Arrays.equals(current.site, 0, current.site.length, utf8, from, to)) {
            current = of(new String(utf8, from, to - from, StandardCharsets.UTF_8));
            if (current == null) {
                return null;
            }
            last = current;
        }
        if (current.writer.size() >= limits.recordBytes()) {
            finish(current);
            current.writer = newWriter(current.scope);
        }
        return current.writer;
    }

    /** Adds an alert that exists as objects, if it is within the limits; the way of the doors that see few alerts. */
    public void add(int index, Alert alert) {
        AlertCheck.Fault fault = AlertCheck.check(alert, limits);
        if (fault != null) {
            refusals.add(index, fault.field(), fault.reason(), fault.words());
            return;
        }
        byte[] site = alert.labels().getOrEmpty(siteLabel.name()).getBytes(StandardCharsets.UTF_8);
        AlertBatchWriter writer = writer(site, 0, site.length);
        if (writer == null) {
            refuseScope(index);
        } else {
            writer.add(alert);
        }
    }

    /** Refuses an alert because its site would be one too many. Where there is one such, there are often thousands. */
    public void refuseScope(int index) {
        if (refusals.count(RefusalReason.TOO_MANY_SCOPES) >= SCOPES_NAMED) {
            refusals.addUnnamed(RefusalReason.TOO_MANY_SCOPES);
            return;
        }
        refusals.add(
                index,
                "labels." + siteLabel.name(),
                RefusalReason.TOO_MANY_SCOPES,
                "a batch holds alerts of at most " + limits.batchScopes() + " sites");
    }

    /** Everything that was added, as records. Call once, at the end. */
    public Intake toIntake() {
        open.values().forEach(this::finish);
        return new Intake(format, finished);
    }

    private @Nullable Open of(String site) {
        Open known = open.get(site);
        if (known == null && open.size() < limits.batchScopes()) {
            Scope scope = new Scope(tenant, site);
            known = new Open(scope, newWriter(scope));
            open.put(site, known);
        }
        return known;
    }

    private AlertBatchWriter newWriter(Scope scope) {
        return new AlertBatchWriter(scope, format, now);
    }

    private void finish(Open of) {
        if (of.writer.count() > 0) {
            finished.add(new ScopedRecord(of.scope, of.writer.count(), of.writer.toRecord()));
        }
    }
}
