package dev.tidegate.model;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How bad it is, worst first. The five named levels are StackLight's and the X.733 alarm standard's; words of other
 * vocabularies (Alerta, PagerDuty, syslog, Grafana) are mapped onto them, and an unknown or absent word is {@link
 * #UNKNOWN}, which ranks between warning and informational so that it is neither lost nor pages anybody.
 */
public enum Severity {
    CRITICAL,
    MAJOR,
    MINOR,
    WARNING,
    UNKNOWN,
    INFORMATIONAL;

    private static final Map<String, Severity> WORDS = Map.ofEntries(
            Map.entry("critical", CRITICAL),
            Map.entry("crit", CRITICAL),
            Map.entry("emergency", CRITICAL),
            Map.entry("fatal", CRITICAL),
            Map.entry("disaster", CRITICAL),
            Map.entry("page", CRITICAL),
            Map.entry("down", CRITICAL),
            Map.entry("security", CRITICAL),
            Map.entry("major", MAJOR),
            Map.entry("high", MAJOR),
            Map.entry("error", MAJOR),
            Map.entry("err", MAJOR),
            Map.entry("minor", MINOR),
            Map.entry("average", MINOR),
            Map.entry("warning", WARNING),
            Map.entry("warn", WARNING),
            Map.entry("low", WARNING),
            Map.entry("ticket", WARNING),
            Map.entry("info", INFORMATIONAL),
            Map.entry("informational", INFORMATIONAL),
            Map.entry("information", INFORMATIONAL),
            Map.entry("notice", INFORMATIONAL),
            Map.entry("none", INFORMATIONAL),
            Map.entry("ok", INFORMATIONAL),
            Map.entry("normal", INFORMATIONAL),
            Map.entry("cleared", INFORMATIONAL),
            Map.entry("indeterminate", INFORMATIONAL),
            Map.entry("debug", INFORMATIONAL),
            Map.entry("trace", INFORMATIONAL));

    public static Severity parse(@Nullable String word) {
        return word == null ? UNKNOWN : WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /**
     * The severity of an alert: its label {@code severity}, or, for senders to whom severity is no part of the identity
     * (Alerta), its annotation of that name.
     */
    public static Severity of(Labels labels, Labels annotations) {
        String word = labels.get("severity");
        return parse(word == null ? annotations.get("severity") : word);
    }

    public boolean worseThan(Severity other) {
        return compareTo(other) < 0;
    }

    public Severity worst(Severity other) {
        return worseThan(other) ? this : other;
    }

    /** The word used on the wire and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
