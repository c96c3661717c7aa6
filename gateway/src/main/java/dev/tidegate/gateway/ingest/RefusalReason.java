package dev.tidegate.gateway.ingest;

import java.util.Locale;

/** Why a request or an alert of it was not taken; the {@code reason} of {@code tidegate_ingest_refused_total}. */
public enum RefusalReason {
    // a whole request
    UNSUPPORTED_MEDIA_TYPE(415),
    UNSUPPORTED_ENCODING(415),
    BODY_TOO_LARGE(413),
    BODY_TOO_SLOW(408),
    BODY_CUT_OFF(400),
    BODY_EMPTY(400),
    BAD_JSON(400),
    BAD_GZIP(400),
    IN_FLIGHT_FULL(503),
    LOG_UNAVAILABLE(503),
    UNKNOWN_DOOR(404),
    BAD_EVENT(400),

    // one alert of a request
    BATCH_TOO_LARGE(400),
    TOO_MANY_SCOPES(400),
    WRONG_TYPE(400),
    BAD_UTF8(400),
    NUL_CHARACTER(400),
    NO_LABELS(400),
    EMPTY_NAME(400),
    TOO_MANY_LABELS(400),
    NAME_TOO_LONG(400),
    VALUE_TOO_LONG(400),
    ALERT_TOO_LARGE(400),
    BAD_TIME(400),
    START_AFTER_END(400),
    MISSING_FIELD(400),
    BAD_FIELD(400),
    ENVIRONMENT_REFUSED(403);

    private final int status;
    private final String word;

    RefusalReason(int status) {
        this.status = status;
        word = name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** The word in metrics. */
    public String word() {
        return word;
    }

    /** True when the same request may succeed a little later. */
    public boolean passing() {
        return status == 503;
    }
}
