package dev.tidegate.gateway.config;

import dev.tidegate.correlator.image.r2dbc.SchemaException;
import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.embedded.EmbeddedException;
import dev.tidegate.model.log.LogUnavailableException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.PortInUseException;

/** Why Tidegate did not start, for a person. */
public final class Excuse {
    private Excuse() {}

    /** One sentence for what is known to happen; anything else also goes to the log with its trace. */
    public static String of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException
                    || cause instanceof EmbeddedException
                    || cause instanceof SchemaException
                    || cause instanceof IOException
                    || cause instanceof LogUnavailableException) {
                return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            }
            if (cause instanceof PortInUseException taken) {
                return "port " + taken.getPort() + " is taken by another process; choose another with --port";
            }
        }
        LoggerFactory.getLogger(Excuse.class).error("Tidegate could not start", failure);
        return "could not start: " + root(failure);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
