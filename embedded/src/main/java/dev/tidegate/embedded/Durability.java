package dev.tidegate.embedded;

/** What PostgreSQL's answer to a commit promises. */
enum Durability {
    /** The commit is on the disk. */
    SURVIVES_POWER_LOSS,
    /** The commit is in memory: quick, for tests whose data ends with them. */
    THROW_AWAY
}
