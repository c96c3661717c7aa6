package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Parameters;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What all pages have in common. */
public final class Pages {
    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 500;

    private Pages() {}

    public static int limit(Parameters parameters) {
        return parameters.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
    }

    /** What is told of a cursor whose fields cannot be read. */
    static void strange(Parameters parameters) {
        parameters.fault("cursor", "is not a nextCursor of this list");
    }

    public static @Nullable Cursor cursor(Parameters parameters, String list, int fields) {
        String text = parameters.text("cursor", 1_000);
        if (text == null) {
            return null;
        }
        Optional<Cursor> cursor = Cursor.parse(text, list, fields);
        if (cursor.isEmpty()) {
            strange(parameters);
        }
        return cursor.orElse(null);
    }

    /** A field of a cursor that must be a number. */
    public static long number(Parameters parameters, Cursor cursor, int field) {
        try {
            return Long.parseLong(cursor.fields().get(field));
        } catch (NumberFormatException e) {
            strange(parameters);
            return 0;
        }
    }

    /** A field of a cursor that must be a time; null when it is not, which the caller is told. */
    static @Nullable Instant instant(Parameters parameters, Cursor cursor, int field) {
        try {
            return Instant.parse(cursor.fields().get(field));
        } catch (DateTimeException e) {
            strange(parameters);
            return null;
        }
    }

    /** The document with its tag, or 304 when the caller has it. */
    public static Mono<ServerResponse> tagged(ServerRequest request, byte[] document, String tag) {
        if (EntityTag.matches(request.headers().header(HttpHeaders.IF_NONE_MATCH), tag)) {
            return ServerResponse.status(304)
                    .header(HttpHeaders.ETAG, tag)
                    .cacheControl(CacheControl.noCache())
                    .build();
        }
        return ServerResponse.ok()
                .header(HttpHeaders.ETAG, tag)
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(document);
    }
}
