package dev.tidegate.correlator.incident;

/** The kinds of evidence that two alerts belong together, by the words that explanations use; the first wins a tie. */
enum Evidence {
    IDENTITY("same-identity"),
    RULE("rule"),
    NODE("node"),
    TOPOLOGY("topology"),
    SERVICE("service"),
    STORM("storm"),
    NAME("name"),
    TIME("time");

    final String word;

    Evidence(String word) {
        this.word = word;
    }
}
