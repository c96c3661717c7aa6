package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Scope;

/** What incidents are told: the life of alerts, what people ask for, and a change of policy. */
public sealed interface Happening {
    /** An alert began to fire, or fires again after a resolve. Silenced and inhibited ones too: they join quietly. */
    record Fired(Episode episode) implements Happening {}

    /** An episode is over. */
    record Ended(Scope scope, long fingerprint, int episode) implements Happening {}

    /** A person acts on an incident: acknowledge, resolve, merge, split, comment. */
    record Asked(Command command) implements Happening {}

    /** From here on this policy decides. */
    record PolicySet(Policy policy) implements Happening {}
}
