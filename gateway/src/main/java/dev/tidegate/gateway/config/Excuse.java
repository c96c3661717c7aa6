package dev.tidegate.gateway.config;

import dev.tidegate.correlator.image.r2dbc.SchemaException;
import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.embedded.EmbeddedException;
import dev.tidegate.model.log.LogUnavailableException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
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
        @Nullable String unreadable = unreadable(failure);
        if (unreadable != null) {
            return unreadable;
        }
        LoggerFactory.getLogger(Excuse.class).error("Tidegate could not start", failure);
        return "could not start: " + root(failure);
    }

    /** A property that is no number where one is wanted, or the like; null when it is something else. */
    private static @Nullable String unreadable(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException wrong) {
                @Nullable ConfigurationProperty property = wrong.getProperty();
                @Nullable Class<?> wanted = wrong.getTarget().getType().resolve();
                return property == null
                        ? null
                        : wrong.getName() + " = \"" + property.getValue() + "\" is not " + kind(wanted);
            }
        }
        return null;
    }

    private static String kind(@Nullable Class<?> wanted) {
        return wanted == int.class || wanted == long.class
                ? "a whole number"
                : wanted == boolean.class ? "true or false" : "what is expected there";
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}
