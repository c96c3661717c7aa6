package dev.tidegate.gateway.problem;

import java.util.Locale;

/**
 * The kinds of problems there are, each with a type and a title of its own: one for each status that is ever answered, and
 * more where callers may want to tell them apart.
 */
public enum ProblemKind {
    BAD_REQUEST(400, "Bad request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    NOT_ACCEPTABLE(406, "Not acceptable"),
    REQUEST_TIMEOUT(408, "Request did not arrive in time"),
    CONFLICT(409, "Conflict"),
    PRECONDITION_FAILED(412, "Precondition failed"),
    CONTENT_TOO_LARGE(413, "Content too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    INTERNAL_ERROR(500, "Internal server error"),
    UNAVAILABLE(503, "Service unavailable"),
    DATABASE_BUSY(503, "Too much is asked of the database");

    private final int status;
    private final String title;
    private final String type;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
        type = "/problems/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** The same for all problems of the kind. */
    public String title() {
        return title;
    }

    /** A URI reference that names the kind, for example {@code /problems/bad-request}. */
    public String type() {
        return type;
    }

    /** The kind of a status: the first there is, or the most general one for a status that has none of its own. */
    public static ProblemKind of(int status) {
        for (ProblemKind kind : values()) {
            if (kind.status == status) {
                return kind;
            }
        }
        return status < INTERNAL_ERROR.status ? BAD_REQUEST : INTERNAL_ERROR;
    }
}
