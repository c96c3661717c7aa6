package dev.tidegate.gateway.config;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.rollout.config.PackageSettings;
import dev.tidegate.rollout.config.PackageSources;
import dev.tidegate.rollout.config.ReviewSettings;
import dev.tidegate.rollout.config.Reviews;
import dev.tidegate.rollout.fleet.yaml.FleetFile;
import dev.tidegate.rollout.target.config.TargetSettings;
import dev.tidegate.rollout.target.config.TargetYaml;
import dev.tidegate.rollout.target.config.Targets;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the fleet file names beside machines: where changes come from, where packages are, what reaches machines. */
@Configuration(proxyBeanMethods = false)
class ReachConfiguration {
    private static final String MIRRORS = "repositories";
    private static final String BEGUN = "targets";

    @Bean(destroyMethod = "dispose")
    Reviews reviews(FleetFile fleet, TidegateProperties properties, MeterRegistry meters) {
        Path mirrors = properties.dataDirectory().resolve(MIRRORS);
        return Reviews.of(ReviewSettings.read(fleet.sections().get(FleetFile.REPOSITORIES), mirrors), meters);
    }

    @Bean(destroyMethod = "dispose")
    PackageSources packageSources(FleetFile fleet, MeterRegistry meters) {
        return PackageSources.of(PackageSettings.read(fleet.sections().get(FleetFile.PACKAGES)), meters);
    }

    @Bean(destroyMethod = "dispose")
    Targets targets(FleetFile fleet, TidegateProperties properties, InstantSource clock, MeterRegistry meters) {
        @Nullable Yaml section = fleet.sections().get(FleetFile.TARGETS);
        List<TargetSettings> settings = section == null
                ? List.of()
                : TargetYaml.parse(section, properties.dataDirectory().resolve(BEGUN));
        return Targets.of(settings, clock, meters);
    }
}
