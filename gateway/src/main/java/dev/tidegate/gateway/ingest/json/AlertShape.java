package dev.tidegate.gateway.ingest.json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * How the alerts of a format differ from those of Alertmanager's v2 API.
 *
 * @param saysStatus whether each alert has a {@code status} of {@code firing} or {@code resolved}, and its {@code endsAt}
 *     counts only when resolved
 * @param hold how long an alert that is said to be firing stays so without another word
 * @param texts members with a string that are kept as annotations of the same name
 */
public record AlertShape(boolean saysStatus, Duration hold, List<String> texts) {
    public static final AlertShape ALERTMANAGER = new AlertShape(false, Duration.ZERO, List.of());

    public AlertShape {
        texts = List.copyOf(texts);
    }

    byte[][] textNames() {
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }
}
