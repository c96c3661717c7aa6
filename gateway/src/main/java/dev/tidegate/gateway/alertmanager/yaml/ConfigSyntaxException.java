package dev.tidegate.gateway.alertmanager.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/** A configuration file that cannot be used, with the line and the field. */
public final class ConfigSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigSyntaxException(@Nullable Mark mark, String field, String problem) {
        super((mark == null ? "" : "line " + (mark.getLine() + 1) + ", ")
                + (field.isEmpty() ? "" : field + ": ")
                + problem);
    }
}
