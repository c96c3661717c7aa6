package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.fleet.Fleets;
import dev.tidegate.rollout.fleet.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Checks what people write before it is kept. */
final class Drafts {
    private final ChangePorts ports;
    private final Looks looks;

    Drafts(ChangePorts ports, Looks looks) {
        this.ports = ports;
        this.looks = looks;
    }

    /** What a content takes: machines of one tenant. */
    record Taken(String tenant, List<Machine> machines) {}

    /**
     * Checks a content against the fleet. Fails with {@link ChangeRefusedException} naming the field.
     *
     * @param tenant whose machines it may take; empty for anybody's, of one tenant
     */
    Mono<Taken> check(Content content, String tenant, Instant now) {
        return Mono.defer(() -> {
            policy(content);
            if (!content.until().isAfter(now)) {
                throw ChangeRefusedException.wrong("/start", content.start() + " has passed; it is " + now);
            }
            return ports.fleet()
                    .select(tenant, content.selector())
                    .onErrorMap(
                            IllegalArgumentException.class,
                            wrong -> ChangeRefusedException.wrong("/selector", String.valueOf(wrong.getMessage())))
                    .map(all -> taken(content, tenant, Fleets.production(all)))
                    .flatMap(taken -> planned(content, taken));
        });
    }

    private void policy(Content content) {
        try {
            ports.policies().parse(content.policy());
        } catch (IllegalArgumentException wrong) {
            throw ChangeRefusedException.wrong("/policy", String.valueOf(wrong.getMessage()));
        }
    }

    private static Taken taken(Content content, String tenant, List<Machine> machines) {
        if (machines.isEmpty()) {
            throw ChangeRefusedException.wrong(
                    "/selector",
                    content.selector() + " takes no machine" + (tenant.isEmpty() ? "" : " of " + tenant)
                            + "; GET /api/v1/fleet?selector= shows what one takes");
        }
        Set<String> tenants = machines.stream().map(Machine::tenant).collect(Collectors.toCollection(TreeSet::new));
        if (tenants.size() > 1) {
            throw ChangeRefusedException.wrong(
                    "/selector",
                    content.selector() + " takes machines of " + String.join(" and ", tenants)
                            + "; a change is approved by one customer, so write one for each");
        }
        return new Taken(machines.getFirst().tenant(), machines);
    }

    private Mono<Taken> planned(Content content, Taken taken) {
        Change change = new Change("", taken.tenant(), "", 1, content, List.of(), Optional.empty());
        return looks.plan(change, taken.machines()).map(planned -> {
            if (planned.plan().isEmpty()) {
                throw ChangeRefusedException.wrong("/plan", planned.refused());
            }
            return taken;
        });
    }
}
