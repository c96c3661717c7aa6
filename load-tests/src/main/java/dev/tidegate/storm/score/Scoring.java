package dev.tidegate.storm.score;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A truth, ready to be held against groupings. */
public final class Scoring {
    private final List<TrueAlert> truth;

    private Scoring(List<TrueAlert> truth) {
        this.truth = truth;
    }

    /**
     * Both cards of a grouping.
     *
     * @param faults only alerts that a fault caused
     * @param all noise too, each alert of it being a cause of its own
     */
    public record Cards(Scorecard faults, Scorecard all) {}

    /** Reads the truth that a storm wrote. */
    public static Scoring against(Path truth) throws IOException {
        return new Scoring(TruthFile.read(truth));
    }

    /** Scores a grouping on file; the recording is needed when it names alerts by index. */
    public Cards file(Path incidents, Optional<Path> recording) throws IOException {
        return cards(IncidentsFile.read(incidents, recording));
    }

    /** Scores what a running gateway has made of the storm. */
    public Cards gateway(URI server, Optional<String> token) throws IOException, InterruptedException {
        return cards(new IncidentsApi(server, token).read());
    }

    private Cards cards(Map<String, String> grouping) {
        List<TrueAlert> caused =
                truth.stream().filter(alert -> !alert.isNoise()).toList();
        return new Cards(Scorecard.of(caused, grouping), Scorecard.of(truth, grouping));
    }
}
