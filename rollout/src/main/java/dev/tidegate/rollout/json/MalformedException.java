package dev.tidegate.rollout.json;

import java.util.List;
import java.util.stream.Collectors;

/** A document cannot be understood. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public MalformedException(List<Fault> faults) {
        super(
                faults.stream()
                        .map(fault -> fault.pointer() + ": " + fault.detail())
                        .collect(Collectors.joining("; ")),
                null,
                false,
                false);
        this.faults = List.copyOf(faults);
    }

    public MalformedException(String pointer, String detail) {
        this(List.of(new Fault(pointer, detail)));
    }

    public List<Fault> faults() {
        return faults;
    }
}
