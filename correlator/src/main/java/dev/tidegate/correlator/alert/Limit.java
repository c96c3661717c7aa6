package dev.tidegate.correlator.alert;

/** What an alert that is not known yet runs into; see {@link Room}. */
public enum Limit {
    /** Alerts of its name hold the most that a name of its site may. */
    NAME("name"),
    /** Its site holds the most that a site may. */
    SITE("site"),
    /** The shard holds all that it may. */
    SHARD("shard"),
    /** Its site is new, and the shard knows as many sites as it may. */
    SITES("sites");

    private final String word;

    Limit(String word) {
        this.word = word;
    }

    /** In metrics. */
    public String word() {
        return word;
    }
}
