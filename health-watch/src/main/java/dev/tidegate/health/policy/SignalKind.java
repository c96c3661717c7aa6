package dev.tidegate.health.policy;

/** What a signal's values are, which decides the test that compares them. */
public enum SignalKind {
    /** A level: latency, CPU, queue length. One number a node and round, in the signal's unit. */
    GAUGE,
    /** Events since the round before, such as errors: a number at or above 0 a node and round. */
    COUNT,
    /** Bad events of all events: two numbers a node and round, the part and the total. */
    RATIO
}
