package dev.tidegate.gateway.config;

import dev.tidegate.correlator.flow.Correlator;
import dev.tidegate.correlator.flow.Readiness;
import dev.tidegate.gateway.alertmanager.http.AlertmanagerDoors;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What Alertmanager's probes are told: the same as {@code /actuator/health/liveness} and {@code readiness}. */
@Component
class Probing implements AlertmanagerDoors.Probes {
    private final ApplicationAvailability availability;
    private final Correlator correlator;
    private final DiskSpace disk;

    Probing(ApplicationAvailability availability, Correlator correlator, DiskSpace disk) {
        this.availability = availability;
        this.disk = disk;
        this.correlator = correlator;
    }

    @Override
    public Mono<Boolean> healthy() {
        return Mono.fromSupplier(() -> availability.getLivenessState() == LivenessState.CORRECT);
    }

    @Override
    public Mono<Boolean> ready() {
        return Mono.defer(() -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                        && disk.shortage().isEmpty()
                ? correlator.readiness().map(Readiness::ready)
                : Mono.just(false));
    }
}
