package dev.tidegate.health.remote;

/**
 * How a kind of server is spoken with, and what that is called.
 *
 * @param pool what its connections are called, before the server's name
 * @param calls what one sends it, for sentences: questions, calls
 * @param tooLarge what an engineer can do about an answer that is too large; empty for nothing
 * @param onlyAsks nothing changes by asking: so a question may be sent once more when the server closes the connection just
 *     as it comes, and answers are large enough to be packed. What changes something is repeated only by those who know
 *     that it may be
 * @param meter counts and times the calls, by server and outcome
 * @param description of the meter
 * @param tag of the meter that has the server's name
 */
public record Manner(
        String pool, String calls, String tooLarge, boolean onlyAsks, String meter, String description, String tag) {}
