package dev.tidegate.rollout.fleet;

import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import dev.tidegate.rollout.plan.FleetNode;

/**
 * One machine of the fleet.
 *
 * @param node what plans need of it
 * @param tenant whose it is
 * @param site where it is; empty when there is only one
 * @param staging whether it is there to try changes on
 * @param target name of the configured target that reaches it
 * @param properties what selectors match, {@code name}, {@code role}, {@code hardware}, {@code domain}, {@code quorum},
 *     {@code site} and {@code staging} among them
 */
public record Machine(FleetNode node, String tenant, String site, boolean staging, String target, Labels properties) {
    public String name() {
        return node.name();
    }

    /** Whether it may stand in for machines of this tenant: it is theirs, or everybody's. */
    public boolean mayStandInFor(String other) {
        return tenant.equals(other) || tenant.equals(Scope.DEFAULT_TENANT);
    }
}
