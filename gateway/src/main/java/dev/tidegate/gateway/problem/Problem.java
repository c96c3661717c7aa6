package dev.tidegate.gateway.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document.
 *
 * @param type what kind of problem it is, see {@link ProblemKind}
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
        return new Problem(ProblemKind.BAD_REQUEST.type(), ProblemKind.BAD_REQUEST.title(), 400, detail, null, errors);
    }

    public static Problem badRequest(String parameter, String detail) {
        return badRequest(List.of(new Fault(parameter, detail)));
    }

    public static Problem notFound(String detail) {
        return of(ProblemKind.NOT_FOUND, detail);
    }

    public static Problem conflict(String detail) {
        return of(ProblemKind.CONFLICT, detail);
    }

    public static Problem preconditionFailed(String detail) {
        return of(ProblemKind.PRECONDITION_FAILED, detail);
    }

    public static Problem unavailable(String detail) {
        return of(ProblemKind.UNAVAILABLE, detail);
    }

    public static Problem of(ProblemKind kind, String detail) {
        return of(kind, kind.status(), detail);
    }

    /** A problem of which nothing is known but its status. */
    public static Problem ofStatus(int status, String detail) {
        return of(ProblemKind.of(status), status, detail);
    }

    private static Problem of(ProblemKind kind, int status, String detail) {
        return new Problem(kind.type(), kind.title(), status, detail, null, List.of());
    }

    public Problem at(String path) {
        return new Problem(type, title, status, detail, path, errors);
    }
}
