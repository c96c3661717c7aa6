package dev.tidegate.health.remote;

import java.time.Duration;

/**
 * What one server may cost us. Each limit that is hit becomes a sentence and is counted by its outcome: of probes in
 * {@code tidegate.probe.questions}.
 *
 * @param connect how long a connection may take to come up
 * @param answer how long a question may take in all: waiting for its turn, connecting, and the last byte of its answer
 * @param answerBytes how large an answer may be, unpacked
 * @param concurrency how many questions are asked at once
 * @param waiting how many more may wait for their turn
 */
public record HttpLimits(Duration connect, Duration answer, int answerBytes, int concurrency, int waiting) {
    /** Below the shortest interval people use, so that a round is never overtaken by the next one. */
    public static final HttpLimits DEFAULT =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 16 << 20, 16, 1024);

    public HttpLimits {
        if (connect.toMillis() < 1 || answer.toMillis() < 1) {
            throw new IllegalArgumentException("a time-out must be at least a millisecond");
        }
        if (answerBytes < 1 || concurrency < 1 || waiting < 0) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The same, with another time-out for answers; the one for connections follows when it would be longer. */
    public HttpLimits withAnswer(Duration timeout) {
        Duration shorter = connect.compareTo(timeout) < 0 ? connect : timeout;
        return new HttpLimits(shorter, timeout, answerBytes, concurrency, waiting);
    }

    /** How many numbers of a range fit into an answer: with its time a number takes some 40 bytes. */
    public int answerNumbers() {
        return Math.max(1, answerBytes / 48);
    }
}
