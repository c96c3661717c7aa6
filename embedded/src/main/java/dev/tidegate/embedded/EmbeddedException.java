package dev.tidegate.embedded;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The embedded Kafka or PostgreSQL could not be started, or cannot go on. The message is one sentence for the person
 * in front of the terminal: what failed, where, and what to do about it.
 */
public class EmbeddedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
