package dev.tidegate.gateway.ingest;

/** Answers of the doors whose format has no error shape of its own: RFC 9457 problem details. */
public final class Problems {
    private Problems() {}

    /** An empty 200, or 400 that names the alerts that were not taken. */
    public static Answer answer(Refusals refusals) {
        return refusals.isEmpty()
                ? Answer.empty(200)
                : Answer.problem(400, refusals.total() + " alerts were not taken: " + refusals);
    }

    public static Answer refusal(Refusal refusal) {
        return Answer.problem(refusal.reason().status(), refusal.words());
    }
}
