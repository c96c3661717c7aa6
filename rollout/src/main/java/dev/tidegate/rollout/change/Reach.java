package dev.tidegate.rollout.change;

import dev.tidegate.rollout.risk.Risk;
import java.util.List;
import java.util.Optional;

/**
 * What a change's selector takes, as it was when last looked at.
 *
 * @param nodes by name
 * @param roles of these nodes, each once
 * @param sites where they are, each once
 * @param told its risk, as it was told then; empty when it was not judged
 */
public record Reach(List<String> nodes, List<String> roles, List<String> sites, Optional<Risk> told) {
    public static final Reach NOTHING = new Reach(List.of(), List.of(), List.of(), Optional.empty());

    public Reach {
        nodes = List.copyOf(nodes);
        roles = List.copyOf(roles);
        sites = List.copyOf(sites);
    }
}
