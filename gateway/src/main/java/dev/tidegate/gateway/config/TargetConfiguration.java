package dev.tidegate.gateway.config;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.gateway.config.ChangeConfiguration.Reached;
import dev.tidegate.rollout.fleet.yaml.FleetFile;
import dev.tidegate.rollout.target.config.TargetSettings;
import dev.tidegate.rollout.target.config.TargetYaml;
import dev.tidegate.rollout.target.config.Targets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the fleet file says that machines are reached by. */
@Configuration(proxyBeanMethods = false)
class TargetConfiguration {
    @Bean(destroyMethod = "dispose")
    Targets targets(FleetFile fleet, TidegateProperties properties, InstantSource clock, MeterRegistry meters) {
        @Nullable Yaml section = fleet.sections().get(FleetFile.TARGETS);
        List<TargetSettings> settings =
                section == null ? List.of() : TargetYaml.parse(section, properties.dataDirectory());
        return Targets.of(settings, clock, meters);
    }

    @Bean
    Reached reached(Targets targets) {
        return new Reached(targets.byName());
    }
}
