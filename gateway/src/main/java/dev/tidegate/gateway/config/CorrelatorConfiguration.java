package dev.tidegate.gateway.config;

import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.flow.Correlator;
import dev.tidegate.correlator.flow.CorrelatorPorts;
import dev.tidegate.correlator.flow.CorrelatorSettings;
import dev.tidegate.correlator.image.r2dbc.R2dbcLeases;
import dev.tidegate.correlator.image.r2dbc.R2dbcOutbox;
import dev.tidegate.correlator.image.r2dbc.R2dbcRetention;
import dev.tidegate.correlator.image.r2dbc.R2dbcShardStore;
import dev.tidegate.correlator.log.kafka.KafkaLog;
import dev.tidegate.correlator.policy.Policy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The shards of this process. */
@Configuration(proxyBeanMethods = false)
class CorrelatorConfiguration {
    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    CommandCodec commandCodec() {
        return new JsonCommands();
    }

    @Bean(destroyMethod = "")
    Correlator correlator(
            TidegateProperties properties,
            Policy policy,
            KafkaLog kafka,
            Pools pools,
            CommandCodec commands,
            InstantSource clock,
            MeterRegistry meters) {
        R2dbcOutbox outbox = new R2dbcOutbox(pools.shards());
        CorrelatorPorts ports = new CorrelatorPorts(
                kafka.log(),
                commands,
                new R2dbcShardStore(pools.shards()),
                new R2dbcLeases(pools.shards()),
                outbox,
                outbox,
                new R2dbcRetention(pools.shards()),
                kafka.publisher());
        return new Correlator(CorrelatorSettings.of(properties.nodeName(), policy), ports, clock, meters);
    }

    /** Ready also means: there is room for what is sent. */
    @Bean
    ReactiveHealthIndicator diskHealthIndicator(DiskSpace disk) {
        return () -> Mono.fromSupplier(() -> {
            String shortage = disk.shortage();
            return shortage.isEmpty()
                    ? Health.up().build()
                    : Health.outOfService().withDetail("shortage", shortage).build();
        });
    }

    /** Ready means: the log and the database answer, and the shards are loaded. */
    @Bean
    ReactiveHealthIndicator tidegateHealthIndicator(Correlator correlator) {
        return () -> correlator
                .readiness()
                .map(readiness -> readiness.ready()
                        ? Health.up().build()
                        : Health.outOfService()
                                .withDetail("waitingFor", readiness.waitingFor())
                                .build());
    }

    @Bean
    Worker correlating(Correlator correlator) {
        return new Worker("shards", correlator::start, correlator::close);
    }
}
