package dev.tidegate.rollout.change;

import java.util.List;

/**
 * What a change's selector takes, as it was when last looked at.
 *
 * @param nodes by name
 * @param roles of these nodes, each once
 * @param sites where they are, each once
 * @param risk probability of failure that was told
 */
public record Reach(List<String> nodes, List<String> roles, List<String> sites, double risk) {
    public static final Reach NOTHING = new Reach(List.of(), List.of(), List.of(), 0);

    public Reach {
        nodes = List.copyOf(nodes);
        roles = List.copyOf(roles);
        sites = List.copyOf(sites);
    }
}
