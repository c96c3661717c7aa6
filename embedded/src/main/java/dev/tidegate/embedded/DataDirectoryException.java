package dev.tidegate.embedded;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The data directory cannot be used: it is held by another process, full, not writable, foreign or damaged. */
public final class DataDirectoryException extends EmbeddedException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DataDirectoryException(String message) {
        super(message);
    }

    public DataDirectoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
