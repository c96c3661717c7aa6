package dev.tidegate.rollout.change.flow;

import reactor.core.publisher.Mono;

/** Something cannot be done with a change, and why. */
public final class ChangeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal. */
    public enum Kind {
        /** What was sent is wrong. */
        WRONG,
        /** It cannot be done as things stand. */
        CONFLICT,
        /** There is no such change that they may see, or nothing of it where it comes from. */
        UNKNOWN,
        /** Somebody who is needed for it does not answer now. */
        AWAY
    }

    private final Kind kind;
    private final String pointer;

    private ChangeRefusedException(Kind kind, String pointer, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
        this.pointer = pointer;
    }

    /** @param pointer JSON pointer of the field that is wrong */
    static ChangeRefusedException wrong(String pointer, String reason) {
        return new ChangeRefusedException(Kind.WRONG, pointer, reason);
    }

    static ChangeRefusedException conflict(String reason) {
        return new ChangeRefusedException(Kind.CONFLICT, "", reason);
    }

    static <T> Mono<T> refused(String reason) {
        return Mono.error(() -> conflict(reason));
    }

    static ChangeRefusedException unknown(String id) {
        return new ChangeRefusedException(Kind.UNKNOWN, "", "there is no change \"" + id + "\"");
    }

    /** @param reason says which revision of what repository */
    static ChangeRefusedException unknownRevision(String reason) {
        return new ChangeRefusedException(Kind.UNKNOWN, "", reason);
    }

    static ChangeRefusedException away(String reason) {
        return new ChangeRefusedException(Kind.AWAY, "", reason);
    }

    public Kind kind() {
        return kind;
    }

    public String pointer() {
        return pointer;
    }

    /** Why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
