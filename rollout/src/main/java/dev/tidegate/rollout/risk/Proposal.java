package dev.tidegate.rollout.risk;

import java.time.Duration;
import java.util.List;

/**
 * What a risk asks for. People may choose otherwise; never less than two approvals.
 *
 * @param plan steps as they are written in a plan
 * @param soak of each wave
 * @param approvers in words
 */
public record Proposal(List<String> plan, Duration soak, List<String> approvers) {
    private static final String VALIDATOR = "a validator";
    private static final String CUSTOMER = "a customer approver";

    public Proposal {
        plan = List.copyOf(plan);
        approvers = List.copyOf(approvers);
    }

    public static Proposal of(Risk risk, boolean irreversible) {
        List<String> approvers =
                irreversible ? List.of(VALIDATOR, "a second validator", CUSTOMER) : List.of(VALIDATOR, CUSTOMER);
        return switch (risk.level()) {
            case LOW -> new Proposal(List.of("1", "10%", "rest"), Duration.ofMinutes(10), approvers);
            case MEDIUM -> new Proposal(List.of("1", "5%", "25%", "rest"), Duration.ofMinutes(30), approvers);
            case HIGH -> new Proposal(List.of("1", "2%", "10%", "30%", "rest"), Duration.ofHours(1), approvers);
        };
    }
}
