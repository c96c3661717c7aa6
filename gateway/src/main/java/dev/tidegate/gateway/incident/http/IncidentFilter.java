package dev.tidegate.gateway.incident.http;

import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.IncidentQuery;
import dev.tidegate.model.Severity;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The filters of incidents and alerts in a query. */
public final class IncidentFilter {
    public static final Set<String> STATES = Arrays.stream(IncidentState.values())
            .map(IncidentState::word)
            .collect(Collectors.toCollection(TreeSet::new));
    public static final Set<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.toCollection(TreeSet::new));
    private static final int MAX_TEXT = 256;

    /** What a query without states means: a merged incident is told by the one it went into. */
    private static final Set<String> UNASKED = STATES.stream()
            .filter(state -> !state.equals(IncidentState.MERGED.word()))
            .collect(Collectors.toUnmodifiableSet());

    private IncidentFilter() {}

    /** @param tenant whose incidents; empty for everybody's */
    public static IncidentQuery of(String tenant, Parameters parameters) {
        Set<String> states = parameters.words("state", STATES);
        return new IncidentQuery(
                tenant,
                states.isEmpty() ? UNASKED : states,
                parameters.words("severity", SEVERITIES),
                parameters.text("site", MAX_TEXT),
                parameters.text("node", MAX_TEXT),
                parameters.text("alertname", MAX_TEXT),
                parameters.search("q"),
                parameters.instant("since"),
                parameters.instant("until"));
    }
}
