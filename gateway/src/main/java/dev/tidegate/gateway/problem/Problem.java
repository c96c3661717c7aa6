package dev.tidegate.gateway.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document.
 *
 * @param type a path of this server's documentation, or {@code about:blank} when the status says it all
 * @param title the same for all problems of a type
 * @param status the HTTP status
 * @param detail what is wrong this time, for a person
 * @param instance the path that was asked for; filled in when the answer is written
 * @param errors what is wrong with which part of the request; may be empty
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<Fault> errors) {
    public Problem {
        errors = List.copyOf(errors);
    }

    /**
     * One thing that is wrong.
     *
     * @param parameter the query parameter, path variable, header or JSON field it is about
     */
    public record Fault(String parameter, String detail) {}

    public static Problem badRequest(List<Fault> errors) {
        String detail = errors.size() == 1
                ? errors.getFirst().parameter() + ": " + errors.getFirst().detail()
                : errors.size() + " parts of the request cannot be understood; see errors";
        return new Problem("/problems/bad-request", "Bad request", 400, detail, null, errors);
    }

    public static Problem badRequest(String parameter, String detail) {
        return badRequest(List.of(new Fault(parameter, detail)));
    }

    public static Problem notFound(String detail) {
        return new Problem("/problems/not-found", "Not found", 404, detail, null, List.of());
    }

    public static Problem conflict(String detail) {
        return new Problem("/problems/conflict", "Conflict", 409, detail, null, List.of());
    }

    public static Problem preconditionFailed(String detail) {
        return new Problem("/problems/precondition-failed", "Precondition failed", 412, detail, null, List.of());
    }

    public static Problem unavailable(String detail) {
        return new Problem("/problems/unavailable", "Service unavailable", 503, detail, null, List.of());
    }

    /** A problem of which nothing is known but its status. */
    public static Problem of(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, List.of());
    }

    public Problem at(String path) {
        return new Problem(type, title, status, detail, path, errors);
    }
}
