package dev.tidegate.gateway.ingest;

/** Answers of the doors whose format has no error shape of its own: RFC 9457 problem details. */
public final class Problems {
    private Problems() {}

    /** An empty 200, or 400 that names the alerts that were not taken. */
    public static Answer answer(Refusals refusals) {
        return refusals.isEmpty()
                ? Answer.empty(200)
                : Answer.problem(400, refusals.total() + " alerts were not taken", refusals.toString());
    }

    public static Answer refusal(Refusal refusal) {
        String title = switch (refusal.reason().status()) {
            case 404 -> "No such door";
            case 408 -> "Body did not arrive";
            case 413 -> "Body too large";
            case 415 -> "Unsupported media type";
            case 503 -> "Not now";
            default -> "Bad request";
        };
        return Answer.problem(refusal.reason().status(), title, refusal.words());
    }
}
