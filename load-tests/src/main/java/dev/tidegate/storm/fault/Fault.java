package dev.tidegate.storm.fault;

/** One thing that breaks and is mended again. What it makes true is told to a {@link Scene}. */
public sealed interface Fault
        permits RackPower, SwitchFlap, HypervisorDeath, DatabaseFailover, SlowDisk, CollectorOutage, BadRollout, Noise {
    /** Which way of breaking this is. */
    FaultKind kind();

    /** From the moment it breaks to the moment it is mended; some of its symptoms end later. */
    Span span();

    /** What an operator should be pointed to. */
    Root root();

    /** Tells everything it makes true. The same fault on an equal scene tells the same. */
    void play(Scene scene);
}
